"""Random traffic that tries the rules: few ends, few ports, times on the edges, decoys and everything that can be forged."""
import random

import addresses
import building as b
from census import Frame
from lists import Entry

LINKS = [1, 1, 1, 1, 101, 101, 0, 108, 113, 276, 9, 50, 104, 107, 219, 105, 127]
PORTS = [0, 22, 53, 80, 443, 1023, 1024, 8080, 32767, 32768, 50000, 65535]
BEGIN, DAY = 1_369_958_400_000_000, 86_400_000_000
MINUTES = [0, 1, 59 * 60_000_000 + 59_999_999, 1_000_000, 1_800_000_000]
STEPS = [0, 0, 1, 9, 10, 11, 12, 1000, 1_000_000]
HOSTS4 = ["10.1.0.1", "10.1.0.2", "192.168.7.9", "100.64.0.5"]
HOSTS6 = ["fd00::1", "fd00::2", "fe80::2"]
ORIGINS4 = ["45.10.0.1", "45.10.0.2", "45.10.1.1", "91.7.7.7"]
ORIGINS6 = ["2a0a:1::1", "2a0a:1::2", "2a0b::5"]
OTHERS4, OTHERS6 = ["8.20.0.1", "62.0.0.9", "77.1.1.1"], ["2c00::1", "2c00:5::9"]
PREFIXES = ["45.10.0.1/32", "45.10.0.2/32", "45.10.0.0/24", "45.10.0.0/16", "45.10.1.1/32", "91.7.7.7/32", "2a0a:1::1/128",
            "2a0a:1::/64", "2a0b::5/128", "64:ff9b::5b07:707/128"]
CLASSES = ["c2", "c2", "c2", "backdoor", "sinkhole", "scanner", "malware", "other"]
LABELS = ["", "A", "B", "Long"]
TRANSPORTS = [6, 6, 17, 17, 1, 1, 132, 132, 33, 136, 50, 99]
FLAGS = [2, 2, 0x12, 0x10, 0x18, 0x11, 4, 0x14, 0x16, 0, 6, 3, 0xC2, 0x52, 0x52, 0x08]


class Scene:
    """One capture with its list, inventory and options, all of them drawn from a seed.

    It has many spells of ten hours, a day apart, so that one run of the command tries many situations: each draws its own
    ends, ports and hours, and no flow of one is within four hours of another's.
    """

    def __init__(self, seed, spells):
        self.rng = rng = random.Random(seed)
        self.link = rng.choice(LINKS)
        self.outermost = rng.random() < 0.15
        self.one_way = rng.random() < 0.2
        self.list_ports = rng.sample(PORTS, 4)
        self.peers = [address + ("/32" if "." in address else "/128") for address in OTHERS4 + OTHERS6 if rng.random() < 0.2]
        self.entries = [self.entry(rng.randrange(spells)) for _ in range(rng.randrange(4, 10))]
        self.services = self.inventory() if rng.random() < 0.5 else {}
        self.frames = [frame for spell in range(spells) for frame in self.spell(BEGIN + DAY * spell)]
        rng.shuffle(self.frames)

    def spell(self, begin):
        rng = self.rng
        self.begin, self.wild = begin, rng.random() < 0.6
        self.hosts = self.some(HOSTS4, 2) + self.some(HOSTS6, 1)
        self.origins = self.some(ORIGINS4, 2) + self.some(ORIGINS6, 1)
        self.others = self.some(OTHERS4, 1) + self.some(OTHERS6, 1)
        self.ports = [rng.choice(self.list_ports)] + rng.sample(PORTS, rng.choice([1, 2, 3]))
        self.hours = sorted(rng.sample(range(10), rng.choice([1, 2, 3, 5])))
        self.protocol = rng.choice([None, 6, 6, 17, 17, 1, 132])
        return [self.frame() for _ in range(rng.choice([1, 2, 4, 8, 16, 30]))]

    def some(self, texts, count):
        return self.rng.sample(texts, count)

    def entry(self, spell):
        rng = self.rng
        edge = (BEGIN + DAY * spell) // 1_000_000 + 3600 * rng.randrange(10) + rng.choice([0, 0, 1800, 1])
        begins = edge if rng.random() < 0.15 else None
        ends = edge + rng.choice([1, 3600]) if rng.random() < 0.15 else None
        port = rng.choice(self.list_ports) or None if rng.random() < 0.35 else None
        protocol = rng.choice([6, 17]) if rng.random() < 0.15 else None
        return Entry(rng.choice(PREFIXES), port, protocol, rng.choice(CLASSES), rng.choice(LABELS), begins, ends)

    def inventory(self):
        rng = self.rng
        choices = {(protocol, port) for protocol in (6, 17) for port in PORTS if port}
        return {host + ("/32" if "." in host else "/128"): set(rng.sample(sorted(choices), rng.randrange(0, 5)))
                for host in HOSTS4 + HOSTS6 if rng.random() < 0.8}

    def time(self):
        rng = self.rng
        return (self.begin + rng.choice(self.hours) * 3_600_000_000
                + min(rng.choice(MINUTES) + rng.choice(STEPS), 3_599_999_999))

    def ends(self):
        """Source and destination of one version, mostly a host and an origin."""
        rng = self.rng
        pools = [self.hosts, self.origins] if rng.random() < 0.85 or not self.wild else [
            rng.choice([self.hosts, self.origins, self.others]) for _ in range(2)]
        pair = [addresses.address(rng.choice(pool)) for pool in pools]
        if rng.random() < 0.5:
            pair.reverse()
        return self.alike(pair)

    def alike(self, pair):
        """Both addresses as one version: IPv4 ones within IPv6 where they meet others, and now and then anyway."""
        if pair[0][0] == pair[1][0] == 4 and (not self.wild or self.rng.random() < 0.93):
            return pair
        return [self.within(address) for address in pair]

    def within(self, address):
        if address[0] == 6:
            return address
        return 6, address[1] | self.rng.choice([addresses.NAT64, addresses.NAT64, addresses.MAPPED])

    def payload(self):
        rng = self.rng
        return bytes(rng.choice([0, 0, 0, 1, 4, 12, 40])) if rng.random() < 0.95 else bytes(rng.choice([520, 560, 1250, 1300]))

    def transport(self, version, source, destination):
        rng = self.rng
        kind = self.protocol if self.protocol and rng.random() < 0.8 else rng.choice(TRANSPORTS)
        ports = rng.choice(self.ports), rng.choice(self.ports)
        if ports == (0, 0):
            ports = 0, 443
        if kind == 6:
            return 6, b.tcp(*ports, rng.choice(FLAGS), self.payload(), rng.choice([b"", b"", b"\1" * 8]))
        if kind == 17:
            payload = self.payload()
            length = 8 + len(payload) + rng.choice([-1, 5, 900]) if self.wild and rng.random() < 0.05 else None
            return 17, b.udp(*ports, payload, length if length is None or length >= 8 else 0)
        if kind == 1:
            return (1 if version == 4 else 58), self.icmp(version, source, destination)
        if kind == 132:
            return 132, b.sctp(*ports, [self.chunk() for _ in range(rng.choice([1, 1, 1, 2, 3]))])
        if kind in (33, 136):
            return kind, b.udp(*ports, self.payload()) + b"\0" * 8
        return kind, self.payload()

    def chunk(self):
        kind = self.rng.choice([0, 0, 64, 1, 2, 6, 8, 9, 14, 3, 4, 5, 10, 11, 7])
        head = {0: 12, 64: 16, 1: 16, 2: 16}.get(kind, 0)
        return b.chunk(kind, bytes(head + (self.rng.choice([0, 1, 4, 9]) if kind in (0, 64) else 0)))

    def icmp(self, version, source, destination):
        rng = self.rng
        kinds = [0, 3, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 30, 42, 43] if version == 4 else [
            1, 2, 3, 4, 100, 127, 128, 129, 133, 135, 139, 140, 160, 161]
        kind = rng.choice(kinds)
        body = bytes(4 + rng.choice([0, 0, 4, 30]))
        is_error = kind in (3, 4, 5, 11, 12) if version == 4 else kind < 128
        if is_error and rng.random() < 0.85:
            body = bytes(4) + self.quoted(version, source, destination)
        return b.icmp(kind, body)

    def quoted(self, version, source, destination):
        """What an error quotes: mostly the packet that it answers, at times one that it does not."""
        rng = self.rng
        ends = [destination, source]
        if rng.random() < 0.4:
            stranger = addresses.address("9.9.0.9" if version == 4 else "2c00::77")
            ends[rng.randrange(2)] = rng.choice([source, destination, stranger])
        rest = bytes(rng.choice([8, 8, 60, 540, 1240]))
        return (b.ipv4 if version == 4 else b.ipv6)(*ends, 17, rest)

    def packet(self, source, destination, protocol, body, depth=0):
        """An IP header before a body, as it should be or otherwise."""
        odd = self.wild and self.rng.random() < 0.3
        if not odd:
            return (b.ipv4 if source[0] == 4 else b.ipv6)(source, destination, protocol, body)
        return (self.odd_ipv4 if source[0] == 4 else self.odd_ipv6)(source, destination, protocol, body, depth)

    def odd_ipv4(self, source, destination, protocol, body, depth):
        rng = self.rng
        options, fragment, length = b"", 0, None
        kind = rng.randrange(7)
        if kind <= 1:
            options = b"\1" * rng.randrange(4) + b.source_route(rng.choice([131, 137]), *self.route(4))
        elif kind == 2:
            options = b"\x94\4\0\0"
        elif kind == 3:
            fragment = 0x2000
        elif kind == 4:
            fragment = rng.choice([185, 1, 0x2000 | 185])
            body = rng.choice([body, bytes(rng.choice([8, 16]))])
        elif kind == 5:
            length = 20 + len(body) + rng.choice([1, 200, 1500])
        elif depth == 0:
            length = 0
        return b.ipv4(source, destination, protocol, body, options, fragment, length)

    def route(self, version):
        rng = self.rng
        pool = [address for address in self.hosts + self.origins + self.others if (":" in address) == (version == 6)]
        hops = [addresses.address(rng.choice(pool)) for _ in range(rng.choice([1, 1, 2, 3]))]
        return (rng.choice([4, 4, 8, 12]), hops) if version == 4 else (rng.randrange(len(hops) + 1), hops)

    def odd_ipv6(self, source, destination, protocol, body, depth):
        rng = self.rng
        kind = rng.randrange(9)
        if kind == 0:
            more = rng.choice([0, 0, 0, 30, 70000]) if depth == 0 and self.link != 1 else 0
            return b.ipv6(source, destination, 0, b.jumbo(protocol, len(body) + 8 + more) + body, 0)
        if kind == 1:
            return b.ipv6(source, destination, protocol, body, rng.choice([0, len(body) + 300]))
        if kind in (2, 3):
            left, hops = self.route(6)
            return b.ipv6(source, destination, 43, b.routing(protocol, rng.choice([0, 0, 4]), left, hops) + body)
        if kind == 4:
            return b.ipv6(source, destination, 43, b.routing(protocol, 2, rng.randrange(2), self.route(6)[1][:1]) + body)
        if kind == 5:
            offset = rng.choice([0, 0, 185, 1])
            return b.ipv6(source, destination, 44, b.fragment_header(protocol, offset, rng.randrange(2)) + body)
        if kind == 6:
            return b.ipv6(source, destination, 51, b.authentication(protocol) + body)
        headers = b.extension(60, b"\1\4\0\0\0\0") + b.extension(protocol, b"\1\4\0\0\0\0")
        return b.ipv6(source, destination, 0, headers + body)

    def whole(self, depth=0):
        """A packet, in tunnels at times, or with a decoy in it."""
        rng = self.rng
        source, destination = self.ends()
        tunnelled = self.wild and depth < rng.choice([1, 2, 3, 18]) and rng.random() < 0.25
        if not tunnelled:
            protocol, body = self.transport(source[0], source, destination)
            return self.packet(source, destination, protocol, body, depth)
        inner = self.whole(depth + 1)
        way = rng.randrange(4)
        if way == 0:
            protocol, body = (4 if inner[0] >> 4 == 4 else 41), inner
        elif way == 1:
            protocol, body = 47, b.gre(inner, rng)
        elif way == 2:
            protocol, body = 97, b"\x30\0" + b.ethernet(inner)
        else:
            protocol, body = 17, b.in_udp(inner, rng)
        return self.packet(source, destination, protocol, body, depth)

    def frame(self):
        rng = self.rng
        if self.wild and rng.random() < 0.02 and self.link == 1:
            return Frame(self.time(), b.ethernet(bytes(40), rng.choice([0x0806, 0x88CC, 0x1234])), 54, self.link)
        data = b.linked(self.link, self.whole(), rng)
        if self.wild and rng.random() < 0.15:
            data += bytes(rng.choice([1, 6, 46]))
        original = len(data)
        if self.wild and rng.random() < 0.08:
            data = data[:rng.randrange(14, original + 1)]
        return Frame(self.time(), data, original, self.link)
