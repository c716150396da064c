"""Flows and their evidence: what is kept of packets, who began, and which grade follows (section 3)."""
import collections
import dataclasses

from packets import PORTED, SCTP, TCP, UDP, is_icmp

REQUESTS = {4: {8, 13, 15, 17, 42}, 6: {128, 139, 160}}
REPLIES = {4: {0, 14, 16, 18, 43}, 6: {129, 140, 161}}
FIN, SYN, RST, ACK = 1, 2, 4, 16
REFUSING_CHUNKS = {6, 9, 2, 8, 14}
GRADES = ["probed", "served", "attempted", "answered", "exchanged"]

# protocol, host, host port, origin, origin port
Tuple = collections.namedtuple("Tuple", "protocol host host_port origin origin_port")


def is_icmp_error(header):
    kind = header.icmp_type
    return kind is not None and (kind in (3, 4, 5, 11, 12) if header.version == 4 else kind < 128)


@dataclasses.dataclass
class Side:
    """What one end sent."""

    packets: int = 0
    bytes: int = 0
    payload: int = 0
    flags: int = 0
    opened: bool = False
    answered: bool = False
    said_more: bool = False
    sent_fragments: bool = False
    first: int = None
    last: int = None
    syn_ack: bool = False

    def add(self, header, time, is_refusal):
        self.packets += 1
        self.bytes += header.length
        self.payload += header.payload
        self.flags |= header.tcp_flags or 0
        self.opened |= is_opening(header)
        self.answered |= is_answer(header)
        self.syn_ack |= header.tcp_flags is not None and header.tcp_flags & (SYN | ACK) == SYN | ACK
        self.said_more |= not is_refusal
        self.sent_fragments |= header.ports is None
        self.first = time if self.first is None else min(self.first, time)
        self.last = time if self.last is None else max(self.last, time)

    def merge(self, other):
        self.packets += other.packets
        self.bytes += other.bytes
        self.payload += other.payload
        for name in ("flags", "opened", "answered", "said_more", "sent_fragments", "syn_ack"):
            setattr(self, name, getattr(self, name) | getattr(other, name))
        times = [time for time in (self.first, self.last, other.first, other.last) if time is not None]
        self.first, self.last = (min(times), max(times)) if times else (None, None)


def is_opening(header):
    """A SYN without ACK, an ICMP request or an SCTP INIT."""
    if header.tcp_flags is not None:
        return header.tcp_flags & (SYN | ACK) == SYN
    if is_icmp(header):
        return header.icmp_type in REQUESTS[header.version]
    return 1 in (header.chunks or ())


def is_answer(header):
    """A SYN+ACK without payload, an ICMP reply or an INIT-ACK."""
    if header.tcp_flags is not None:
        return header.tcp_flags & (SYN | ACK) == SYN | ACK and header.payload == 0
    if is_icmp(header):
        return header.icmp_type in REPLIES[header.version]
    return header.chunks is not None and 2 in header.chunks and set(header.chunks) <= REFUSING_CHUNKS


def is_refusal(header, meant, internal, goes_to):
    """Section 3, and item 6 of section 2 for ICMP errors."""
    if header.is_later_fragment:
        return False
    if header.tcp_flags is not None:
        refuses = header.tcp_flags & RST or header.tcp_flags & (SYN | ACK) == SYN | ACK
        return bool(refuses) and header.payload == 0
    if header.protocol == SCTP:
        return bool(header.chunks) and set(header.chunks) <= REFUSING_CHUNKS
    if not is_icmp(header):
        return False
    if header.icmp_type is None or header.icmp_type in REPLIES[header.version]:
        return True  # of a cut message without a type nothing is claimed
    if not is_icmp_error(header) or header.quoted is None:
        return False
    source, destination = map(meant, header.quoted)
    return source == goes_to and destination in internal and header.length <= (576 if header.version == 4 else 1280)


@dataclasses.dataclass
class Flow:
    """What both ends sent, and whether an entry that matched names the port."""

    host: Side = dataclasses.field(default_factory=Side)
    origin: Side = dataclasses.field(default_factory=Side)
    matched_port: bool = False
    labels: frozenset = frozenset()

    def merge(self, other):
        self.host.merge(other.host)
        self.origin.merge(other.origin)
        self.matched_port |= other.matched_port
        self.labels |= other.labels


def by_ports(key, merged):
    is_client = key.host_port >= 32768 and (key.origin_port < 32768 or merged.matched_port)
    return "host" if is_client else "origin"


def of_fragments(key):
    return key.protocol in PORTED and key.host_port == 0 and key.origin_port == 0


class Window:
    """The flows of four hours, merged by 5-tuple whatever their class, of which the last is judged."""

    def __init__(self, flows, hour, inventory):
        self.inventory, self.merged, self.oldest = inventory, {}, set()
        for back in range(3, -1, -1):
            for (key, _), flow in flows.get(hour - back, {}).items():
                self.merged.setdefault(key, Flow()).merge(flow)
                if back == 3:
                    self.oldest.add(key)
        self.ported = collections.defaultdict(list)
        for key in self.merged:
            if key.protocol in PORTED and not of_fragments(key):
                self.ported[key.protocol, key.host, key.origin].append(key)

    def began(self, key):
        """Who began, and the number of the rule that says so."""
        if of_fragments(key):
            return self.began_fragments(key)
        return self.by_handshake(key) or self.by_rest(key)

    def began_fragments(self, key):
        flow = self.merged[key]
        ends = []
        for other in self.ported[key.protocol, key.host, key.origin]:
            beside = self.merged[other]
            if (flow.host.sent_fragments and beside.host.payload
                    or flow.origin.sent_fragments and beside.origin.payload):
                ends.append(self.began(other)[0])
        if ends:
            return ("host" if "host" in ends else "origin"), 0
        return self.by_rest(key)

    def by_handshake(self, key):
        host, origin = self.merged[key].host, self.merged[key].origin
        if host.opened:
            return "host", 2
        if origin.opened or host.answered and (not host.said_more or not origin.packets):
            return "origin", 2
        return None

    def by_rest(self, key):
        merged = self.merged[key]
        host, origin = merged.host, merged.origin
        if not host.said_more:
            return "origin", 3
        if key.protocol == TCP and origin.packets:
            return by_ports(key, merged), 4
        if not origin.packets:
            return ("origin" if self.serves(key) else "host"), 5
        if origin.first - host.first > 10 and key not in self.oldest:
            return "host", 6
        if host.first - origin.first > 10:
            return "origin", 6
        return (by_ports(key, merged) if key.protocol in PORTED else "origin"), 7

    def serves(self, key):
        """Whether what the host sent unasked is the answer of a service."""
        if key.protocol in (TCP, UDP) and key.host_port < 1024 <= key.origin_port:
            return True
        return (key.protocol, key.host_port) in self.inventory.stated(key.host)

    def grade(self, key, kind, flow, one_way):
        """The grade of a flow of the last hour, by its own counters."""
        host, origin = flow.host, flow.origin
        who, rule = self.began(key)
        if not host.packets:
            answer = self.merged[key].origin
            if one_way and (answer.answered or answer.syn_ack):
                return "host", rule, "answered"
            return who, rule, "probed"
        if who == "origin":
            if not host.payload:
                return who, rule, "probed"
            return who, rule, "intruded" if self.intrudes(key, kind, flow, rule) else "served"
        if not origin.packets:
            return who, rule, "attempted"
        return who, rule, "exchanged" if host.payload and origin.payload else "answered"

    def intrudes(self, key, kind, flow, rule):
        if key.protocol not in (TCP, SCTP) or rule not in (1, 2) or not flow.host.payload or not flow.origin.payload:
            return False
        services = self.inventory.stated(key.host)
        return kind == "backdoor" or bool(services) and (key.protocol, key.host_port) not in services
