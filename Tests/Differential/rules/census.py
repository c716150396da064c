"""A capture in, the rows of `export` and `flows` out: which packets count (section 2), and the rows (section 6)."""
import collections
import datetime

import addresses
import evidence
import packets
import tunnels
from addresses import meant

COLUMNS = ("affected", "attempted", "answered", "exchanged", "intruded", "probed", "hosts", "flows", "packets", "bytes",
           "first_seen", "last_seen", "coverage", "served")
PROTOCOLS = {1: "icmp", 2: "igmp", 4: "ipip", 6: "tcp", 17: "udp", 33: "dccp", 41: "ipv6", 47: "gre", 50: "esp", 51: "ah",
             58: "icmp6", 132: "sctp", 136: "udplite"}
HOUR = 3_600_000_000

# One captured frame: its time in microseconds, its bytes, and how many there were.
Frame = collections.namedtuple("Frame", "time data original link", defaults=[1])


class Census:
    """Counts frames by the rules, with one watchlist, one set of internal networks and one tunnel policy."""

    def __init__(self, listed, internal=None, peers=(), outermost=False):
        self.listed, self.outermost = listed, outermost
        self.internal = addresses.Networks(internal or addresses.INTERNAL)
        self.peers = addresses.Networks(peers)
        self.flows = collections.defaultdict(dict)
        self.seen, self.decoded = collections.Counter(), collections.Counter()
        self.remarks = collections.Counter()

    def add(self, frame):
        hour = frame.time // HOUR
        try:
            start = tunnels.behind_link(frame.link, frame.data, frame.original)
            chain = tunnels.chain(start, frame.original)
        except tunnels.NotIP:
            self.remarks["not_ip"] += 1
            self.seen[hour] += 0
            return
        except (IndexError, packets.Undecoded):
            self.seen[hour] += 1
            return
        self.seen[hour] += 1
        self.decoded[hour] += 1
        if self.outermost:
            chain = chain[:1]
        found = self.match(chain, frame.time)
        if found:
            self.count(hour, frame.time, *found)

    def match(self, chain, time):
        """The outermost header that matches, with what it matched."""
        for place, header in enumerate(chain):
            for destination in self.destinations(header):
                found = self.match_ends(header, meant(header.source), meant(destination), time)
                if found and self.agrees(chain[:place], found[1]):
                    return found
                if found:
                    self.remarks["tunnel_foreign"] += 1
        return None

    def destinations(self, header):
        if meant(header.destination) in self.internal:
            return [header.destination]
        return [header.destination] + header.hops

    def match_ends(self, header, source, destination, time):
        from_host = source in self.internal
        if from_host == (destination in self.internal):
            return None
        host, origin = (source, destination) if from_host else (destination, source)
        ports = header.ports or (0, 0)
        host_port, origin_port = ports if from_host else ports[::-1]
        entry = self.listed.match(origin, time / 1e6, header.protocol, origin_port if header.ports else None)
        if entry is None:
            return None
        return header, from_host, evidence.Tuple(header.protocol, host, host_port, origin, origin_port), entry

    def agrees(self, outer, from_host):
        """Whether the direction of an inner header agrees with every outer one's."""
        for header in outer:
            if not self.is_ours(header.source if from_host else header.destination):
                return False
            if from_host and header.carries_in_udp and not self.is_ours(header.destination):
                return False
        return True

    def is_ours(self, address):
        return address in self.internal or address in self.peers

    def count(self, hour, time, header, from_host, key, entry):
        kind, labels, names_port = entry
        flow = self.flows[hour].setdefault((key, kind), evidence.Flow())
        flow.labels |= labels
        flow.matched_port |= names_port
        refusal = evidence.is_refusal(header, meant, self.internal, meant(header.destination))
        (flow.host if from_host else flow.origin).add(header, time, refusal)

    def coverage(self, hours):
        """Six decimals, cut and not rounded, so that 1 stands only for a whole."""
        seen, decoded = (sum(counter[hour] for hour in hours) for counter in (self.seen, self.decoded))
        return "%d.%06d" % divmod(decoded * 1_000_000 // seen, 1_000_000) if seen else ""


class Rows:
    """The rows that are made of a census, with an inventory and for one-way sensors."""

    def __init__(self, census, inventory, one_way=False):
        self.census = census
        self.judged = []
        for hour in sorted(census.flows):
            window = evidence.Window(census.flows, hour, inventory)
            for (key, kind), flow in census.flows[hour].items():
                self.judged.append((hour, key, kind, flow, *window.grade(key, kind, flow, one_way)))

    def flows(self):
        """Rows of `flows`, by key and class."""
        rows = {}
        for hour, key, kind, flow, who, _, grade in self.judged:
            host, origin = flow.host, flow.origin
            rows[shown_hour(hour), PROTOCOLS.get(key.protocol, str(key.protocol)), addresses.text(key.host), str(key.host_port),
                 addresses.text(key.origin), str(key.origin_port), kind] = (
                who, grade, ";".join(sorted(flow.labels)), host.packets, host.bytes, host.payload, origin.packets, origin.bytes,
                origin.payload, *seen([flow]), "port" if flow.matched_port else "address")
        return rows

    def counts(self, by, minimum="attempted"):
        """Rows of `export` by one of the groupings, sorted: time, origin, class and label, and the columns."""
        groups = collections.defaultdict(list)
        for one in self.judged:
            for key in group(by, one):
                groups[key].append(one)
        if by == "total" and self.census.seen:
            groups.setdefault(("", None, "", ""), [])
        rows = []
        for (stretch, origin, kind, label), members in sorted(groups.items()):
            grades = strongest(members)
            tally = collections.Counter(grade for found in grades.values() for grade in found)
            rows.append((stretch, addresses.text(origin) if origin else "", kind, labels(members) if origin else label,
                         affected(grades, minimum),
                         *(tally[name] for name in ("attempted", "answered", "exchanged", "intruded", "probed")), len(grades),
                         *totals(members), *seen([member[3] for member in members]),
                         self.census.coverage(self.hours(by, stretch)), tally["served"]))
        return rows

    def hours(self, by, stretch):
        observed = set(self.census.seen)
        if by in ("origin,hour", "hour", "country,hour"):
            return {hour for hour in observed if shown_hour(hour) == stretch}
        if by in ("day", "month"):
            return {hour for hour in observed if start_of(by, hour) == stretch}
        return observed

    def hosts(self):
        """Rows of `--by host`."""
        groups = collections.defaultdict(list)
        for one in self.judged:
            groups[one[1].host].append(one)
        rows = []
        for host, members in sorted(groups.items()):
            by_origin = collections.defaultdict(list)
            for member in members:
                by_origin[member[1].origin].append(member)
            top = min(by_origin, key=lambda origin: (rank(by_origin[origin]), origin))
            rows.append((addresses.text(host), STRENGTH[best(members)], len(by_origin), len({member[0] for member in members}),
                         *totals(members), *seen([member[3] for member in members]), labels(members), addresses.text(top)))
        return rows


STRENGTH = evidence.GRADES + ["intruded"]


def rank(members):
    """What makes an origin a host's first: the strongest grade, then the most flows, then the most packets."""
    flows, packets_, _ = totals(members)
    return -best(members), -flows, -packets_


def best(members):
    return max(STRENGTH.index(member[6]) for member in members)


def group(by, one):
    """The rows that a flow stands in: their time, origin, class and label."""
    hour, key, kind, flow = one[:4]
    if by == "total":
        return [] if kind in ("sinkhole", "scanner") else [("", None, "", "")]
    if by == "label":
        return [("", None, kind, label) for label in flow.labels or [""]]
    stretch = shown_hour(hour) if "hour" in by else start_of(by, hour) if by in ("day", "month") else ""
    return [(stretch, key.origin if "origin" in by else None, kind, "")]


def strongest(members):
    """{host: the grades that it stands in}."""
    found = collections.defaultdict(set)
    for member in members:
        found[member[1].host].add(member[6])
    grades = {}
    for host, seen_grades in found.items():
        axis = [grade for grade in seen_grades if grade != "intruded"]
        best = max(axis, key=evidence.GRADES.index) if axis else None
        if "intruded" not in seen_grades:
            grades[host] = {best}
        else:
            grades[host] = {"intruded"} | ({best} if best in ("attempted", "answered", "exchanged") else set())
    return grades


def labels(members):
    return ";".join(sorted(set().union(*(member[3].labels for member in members))))


def affected(grades, minimum):
    if minimum == "intruded":
        return sum("intruded" in found for found in grades.values())
    enough = set(evidence.GRADES[evidence.GRADES.index(minimum):]) | {"intruded"}
    return sum(bool(found & enough) for found in grades.values())


def totals(members):
    flows = [member[3] for member in members]
    return (len({(member[0], member[1]) for member in members}), sum(flow.host.packets + flow.origin.packets for flow in flows),
            sum(flow.host.bytes + flow.origin.bytes for flow in flows))


def seen(flows):
    sides = [side for flow in flows for side in (flow.host, flow.origin)]
    times = [time for side in sides for time in (side.first, side.last) if time is not None]
    return (shown_time(min(times)), shown_time(max(times))) if times else ("", "")


def shown_hour(hour):
    return moment(hour * 3600).strftime("%Y-%m-%dT%H:00:00Z")


def shown_time(microseconds):
    return moment(microseconds // 1_000_000).strftime("%Y-%m-%dT%H:%M:%S") + ".%06dZ" % (microseconds % 1_000_000)


def start_of(by, hour):
    return moment(hour * 3600).strftime("%Y-%m-%dT00:00:00Z" if by == "day" else "%Y-%m-01T00:00:00Z")


def moment(seconds):
    return datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
