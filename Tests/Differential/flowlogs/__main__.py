"""Holds the census of real flow logs against what independent decoders read in them.

The folder of logs lies beside the repository (`../shared/flowlogs`) or is named: for each log a file `ID.truth.csv`, a row a
record, on which at least two decoders agree. Every external address in it is listed, and hosts, flows, packets and bytes of
each hour and origin are compared, once with the default internal networks and once with half of the Internet inside.

    python3 Tests/Differential/flowlogs [--flowcensus COMMAND] [--folder FOLDER] [NAME ...]
    python3 Tests/Differential/flowlogs --streams N [--seed N]
    python3 Tests/Differential/flowlogs --captures FOLDER [NAME ...]

The second reads random traffic of NetFlow v9 and IPFIX, the third captures (pcap) of export traffic of any origin, by a second decoder.

Exits with 1 when something differs, with 2 when the logs or the command are not there.
"""
import argparse
import collections
import csv
import datetime
import ipaddress
import pathlib
import random
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import decoding
import streams

ROOT = pathlib.Path(__file__).resolve().parents[3]
MILLISECOND = 1_000_000
# Nanoseconds, as all times here.
HOUR = 3_600_000 * MILLISECOND
DEFAULT = "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,fc00::/7,fe80::/10,169.254.0.0/16"
HALF = "0.0.0.0/1,192.168.0.0/16,172.16.0.0/12,fc00::/7,fe80::/10,2000::/8"
WITH_PORTS = {6, 17, 33, 132, 136}
LONGEST = 50 * 24 * HOUR


def address(text):
    """The address that is meant: what IPv4-mapped and NAT64 addresses carry is IPv4."""
    try:
        value = ipaddress.ip_address(text)
    except ValueError:
        return None
    if value.version == 6:
        if value.ipv4_mapped:
            return value.ipv4_mapped
        if int(value) >> 32 == 0x64FF9B << 64:
            return ipaddress.ip_address(int(value) & 0xFFFFFFFF)
    return value


def number(text):
    return int(float(text)) if text not in ("", None) else None


def time(row, end):
    """When an end of the row's flow was, None where it states none."""
    if exact := row.get(end + "_ns"):
        return int(exact)
    return None if (rounded := number(row.get(end + "_ms"))) is None else rounded * MILLISECOND


def is_countable(origin):
    odd = origin.is_multicast or origin.is_reserved or origin.is_unspecified or origin.is_loopback
    return not odd and not (origin.version == 4 and int(origin) >> 24 in (0, 127))


def shares(total, first, last):
    """A counter divided between the hours of the first and of the last packet."""
    begin, end = first // HOUR, last // HOUR
    if begin != end and (last - first > LONGEST or first == 0):
        begin = end
    if begin == end:
        return [(end, total)]
    in_first, in_last = (begin + 1) * HOUR - first, last - end * HOUR
    second = total * in_last // (in_first + in_last)
    return [(begin, total - second), (end, second)]


class Expected:
    """What the census is to hold for an hour and an origin."""

    def __init__(self):
        self.hosts, self.flows = set(), set()
        self.sent = collections.defaultdict(lambda: [0, 0])

    def row(self):
        best = {}
        # Of exporters with as many packets the one with the lowest address counts.
        by_exporter = sorted(self.sent.items(), key=lambda item: int(address(item[0][2]) or 0))
        for (flow, from_host, _), counts in by_exporter:
            if (flow, from_host) not in best or counts[0] > best[flow, from_host][0]:
                best[flow, from_host] = counts
        return len(self.hosts), len(self.flows), *(sum(c[i] for c in best.values()) for i in (0, 1))


def ends_that_sent(row, source_is_host):
    """Packets and bytes of each end that the record says to have sent, and whether it is the host."""
    packets, size = number(row["packets"]), number(row["bytes"])
    back = number(row.get("rpackets", "")) or 0, number(row.get("rbytes", "")) or 0
    ends = [(packets or 0, size or 0, source_is_host)]
    if any(back):
        # A source that sent nothing did not send; one of which nothing is stated did.
        ends = ([] if packets == 0 and not size else ends) + [(*back, not source_is_host)]
    return ends


def count(rows, networks):
    """The addresses to list, the expected rows, and how many records state no time."""
    internal = [ipaddress.ip_network(n) for n in networks.split(",")]
    inside = lambda a: any(a in n for n in internal if n.version == a.version)
    listed, expected, without_time = set(), collections.defaultdict(Expected), 0
    for row in rows:
        source, destination = address(row["src"]), address(row["dst"])
        if source is None or destination is None:
            continue
        listed |= {a for a in (source, destination) if not inside(a)}
        if inside(source) == inside(destination) or not row["proto"].isdigit():
            continue
        is_host = inside(source)
        origin, host = (destination, source) if is_host else (source, destination)
        if not is_countable(origin):
            continue
        first = time(row, "first")
        if first is None:
            without_time += 1
            continue
        last = time(row, "last")
        first, last = sorted((first, first if last is None else last))
        protocol = int(row["proto"])
        ports = (number(row["sport"]) or 0, number(row["dport"]) or 0) if protocol in WITH_PORTS else (0, 0)
        flow = (host, protocol, *(ports if is_host else ports[::-1]))
        for packets, size, from_host in ends_that_sent(row, is_host):
            for (hour, part), (_, part_size) in zip(shares(packets, first, last), shares(size, first, last)):
                cell = expected[hour, str(origin)]
                cell.hosts.add(host)
                cell.flows.add(flow)
                sent = cell.sent[flow, from_host, row.get("exporter", "")]
                sent[0] += part
                sent[1] += part_size
    return listed, {key: cell.row() for key, cell in expected.items()}, without_time


def census(command, log, listed, networks):
    """The rows that the command exports, and its run."""
    with tempfile.TemporaryDirectory() as folder:
        watchlist, output = pathlib.Path(folder, "list.txt"), pathlib.Path(folder, "counts.csv")
        watchlist.write_text("".join(f"{a}\n" for a in sorted(map(str, listed))))
        arguments = ["replay", log, "--watchlist", watchlist, "--store", ":memory:", "--export", output]
        arguments += ["--internal", networks] + (["--exports"] if log.suffix == ".pcap" else [])
        run = subprocess.run([*command, *map(str, arguments)], capture_output=True, text=True)
        rows = {}
        for row in csv.DictReader(output.open()) if output.exists() else ():
            hour = datetime.datetime.fromisoformat(row["hour"].replace("Z", "+00:00")).timestamp() // 3600
            rows[int(hour), row["origin"]] = tuple(int(row[c]) for c in ("hosts", "flows", "packets", "bytes"))
        return rows, run


def are_same(expected, found, rounded):
    """Whether two rows agree. A truth in whole milliseconds leaves room, in bytes which are divided, for what one carries."""
    if not rounded or expected is None or found is None or expected[:2] != found[:2]:
        return expected == found
    return all(abs(a - b) <= max(a, b) // 50_000 for a, b in zip(expected[2:], found[2:]))


def compare_known(command, truth):
    """Compares a log with its truth; whether nothing differs."""
    name = truth.name.removesuffix(".truth.csv")
    log = next(f for f in truth.parent.glob(name + ".*") if ".truth." not in f.name and ".golden." not in f.name)
    rows = list(csv.DictReader(truth.open()))
    if name.endswith("_dup"):
        # Datagrams that are there twice count once.
        rows = [dict(fields) for fields in dict.fromkeys(tuple(r.items()) for r in rows)]
    return compare(command, name, log, rows, rounded=True)


def compare_decoded(command, capture):
    """Compares a capture of export traffic with what the second decoder reads in it."""
    decoder = decoding.Decoder()
    for datagram in decoding.datagrams(capture):
        decoder.feed(*datagram)
    return compare(command, capture.name, capture, decoder.rows)


def compare_random(command, number, seed):
    """Compares a random stream; its seed and number are its name."""
    with tempfile.TemporaryDirectory() as folder:
        capture = pathlib.Path(folder, f"{seed}.{number}.pcap")
        streams.write(capture, random.Random(f"{seed} {number}"))
        return compare_decoded(command, capture)


def compare(command, name, log, rows, rounded=False):
    """Compares a log with the rows that it holds, be it with times in whole milliseconds; whether nothing differs."""
    is_right = True
    for which, networks in (("default", DEFAULT), ("half", HALF)):
        listed, expected, without_time = count(rows, networks)
        if not listed:
            continue
        if without_time:
            print(f"{name} {which}: not compared, {without_time} records state no time")
            continue
        found, run = census(command, log, listed, networks)
        different = [k for k in sorted({*expected, *found}) if not are_same(expected.get(k), found.get(k), rounded)]
        print(f"{name} {which}: {len(expected)} rows, {len(different)} differ, status {run.returncode}")
        for key in different[:5]:
            print(f"    {key}: expected {expected.get(key)}, found {found.get(key)}")
        if different:
            print("    " + "\n    ".join(run.stderr.strip().splitlines()[-5:]))
        is_right = is_right and not different
    return is_right


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flowcensus", default=str(ROOT / ".build/release/flowcensus"))
    parser.add_argument("--folder", type=pathlib.Path, default=ROOT.parent / "shared/flowlogs")
    parser.add_argument("--captures", type=pathlib.Path, help="a folder of captures of export traffic")
    parser.add_argument("--streams", type=int, default=0, help="how many random streams are read in place of logs")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().getrandbits(32))
    parser.add_argument("names", nargs="*", help="only logs whose name has one of these in it")
    options = parser.parse_args()
    command = options.flowcensus.split()
    folder, pattern = (options.captures, "*.pcap") if options.captures else (options.folder, "*.truth.csv")
    logs = [log for log in sorted(folder.glob(pattern)) if not options.names or any(n in log.name for n in options.names)]
    if not (logs or options.streams) or not pathlib.Path(command[-1]).exists():
        print(f"NOT COMPARED: {'no ' + command[-1] if logs or options.streams else 'no logs in ' + str(folder)}", file=sys.stderr)
        return 2
    if options.streams:
        print(f"seed {options.seed}", file=sys.stderr)
        wrong = [number for number in range(options.streams) if not compare_random(command, number, options.seed)]
    else:
        wrong = [log.name for log in logs if not (compare_decoded if options.captures else compare_known)(command, log)]
    print(f"{options.streams or len(logs)} logs, {len(wrong)} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
