"""What each tool counts in a capture, brought to one form: (hosts, packets) by hour and origin. Checked before timing."""
import csv
import io
import os
import subprocess
from collections import defaultdict
from datetime import datetime, timezone

import building


def ours(flowcensus, capture, watchlist, jobs=2):
    command = building.replay(flowcensus, capture, watchlist, jobs)
    text = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    rows = csv.DictReader(io.StringIO(text))
    return {(row["hour"], row["origin"]): (int(row["hosts"]), int(row["packets"])) for row in rows}


def totals(counts):
    """(matched packets, triples of hour, origin and host): what the expert's program prints."""
    return sum(packets for _, packets in counts.values()), sum(hosts for hosts, _ in counts.values())


def experts(match, capture, watchlist):
    done = subprocess.run([match, capture, watchlist], capture_output=True, check=True)
    _, packets, triples = map(int, done.stdout.split())
    return packets, triples


def listed_addresses(watchlist):
    """The addresses of a generated list, without its prefixes."""
    with open(watchlist, encoding="ascii") as file:
        return {line.strip() for line in file if "/" not in line}


def gathered(records, listed):
    """Counts of records of (Unix seconds, source, destination, packets) of which one end is on the list."""
    hosts, packets = defaultdict(set), defaultdict(int)
    for seconds, source, destination, count in records:
        if source not in listed and destination not in listed:
            continue
        origin, host = (source, destination) if source in listed else (destination, source)
        hour = datetime.fromtimestamp(seconds // 3600 * 3600, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        hosts[hour, origin].add(host)
        packets[hour, origin] += count
    return {key: (len(hosts[key]), packets[key]) for key in hosts}


def nfdumps(steps, listed):
    """What nfpcapd and nfdump count; `steps` are their commands, of which the last prints the flows."""
    for step in steps[:-1]:
        subprocess.run(step, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    environment = dict(os.environ, TZ="UTC")
    text = subprocess.run(steps[-1], capture_output=True, check=True, text=True, env=environment).stdout
    return gathered((nfdump_record(line) for line in text.splitlines() if line.strip()), listed)


def nfdump_record(line):
    day, clock, source, destination, packets = line.split()
    start = datetime.strptime(f"{day} {clock} +0000", "%Y-%m-%d %H:%M:%S.%f %z")
    return int(start.timestamp()), source, destination, int(packets)


def tsharks(command, listed):
    """What the fields that tshark prints come to; frames without an IPv4 header print empty ones."""
    text = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    fields = (line.split("\t") for line in text.splitlines())
    return gathered(((int(float(time)), source, destination, 1) for time, source, destination in fields), listed)


def difference(mine, theirs):
    """In words, how another tool's counts differ from ours; `None` when they do not."""
    rows = sorted(key for key in mine.keys() | theirs.keys() if mine.get(key) != theirs.get(key))
    if not rows:
        return None
    hour, origin = rows[0]
    hosts, packets = mine.get(rows[0], (0, 0))
    other_hosts, other_packets = theirs.get(rows[0], (0, 0))
    return (
        f"{len(rows)} of {len(mine)} rows differ; in the first, {origin} in {hour}, ours counts {packets} packets "
        f"and theirs {other_packets}, of {hosts} and {other_hosts} hosts")
