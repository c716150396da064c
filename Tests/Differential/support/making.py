"""Frames that scapy builds: every link type that it knows of ours, tags, tunnels and transports, at random."""
import random

from scapy.all import (
    GRE, IP, UDP, TCP, ICMP, SCTP, SCTPChunkData, Ether, Dot1Q, Dot1AD, IPv6, Raw, LLC, SNAP, CookedLinux, CookedLinuxV2,
    Loopback, PPP, PPPoE, RadioTap, Dot11, Dot11QoS, IPv6ExtHdrHopByHop, IPv6ExtHdrFragment, IPv6ExtHdrDestOpt,
    IPv6ExtHdrRouting, ICMPv6EchoRequest)
from scapy.contrib.erspan import ERSPAN_II, ERSPAN_III
from scapy.contrib.geneve import GENEVE
from scapy.contrib.gtp import GTP_U_Header
from scapy.contrib.mpls import MPLS
from scapy.layers.vxlan import VXLAN

HOSTS = ["10.1.2.3", "10.1.2.4", "192.168.7.9", "172.16.0.5", "8.8.8.8"]
ORIGINS = ["203.0.113.9", "203.0.113.77", "198.51.100.2", "192.0.2.200", "10.9.9.9"]
HOSTS6 = ["fd00::10", "fd00::11", "fe80::1", "2a00::1"]
ORIGINS6 = ["2001:db8::bad", "2001:db8:1::2", "2001:db8:2::3"]
LISTED = ["203.0.113.0/24", "198.51.100.0/24", "192.0.2.0/24", "2001:db8::/32", "203.0.0.0/16", "8.0.0.0/8", "2001::/19"]


def ethernet():
    return Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")


def data(rng):
    return Raw(bytes(rng.randrange(256) for _ in range(rng.choice((0, 0, 5, 60, 300)))))


def transport(rng, six):
    ports = dict(sport=rng.choice((1024, 50000, 443)), dport=rng.choice((53, 80, 443, 9999)))
    kinds = [
        lambda: TCP(flags=rng.choice(("S", "SA", "A", "PA", "R", "FA")), options=rng.choice(([], [("MSS", 1460)])), **ports)
        / data(rng),
        lambda: UDP(**ports) / data(rng),
        lambda: SCTP(**ports) / SCTPChunkData(data=b"hello"),
        lambda: (ICMPv6EchoRequest() if six else ICMP()) / data(rng),
    ]
    return rng.choice(kinds)()


def ends(rng, six):
    pair = [rng.choice(HOSTS6 if six else HOSTS), rng.choice(ORIGINS6 if six else ORIGINS)]
    rng.shuffle(pair)
    return dict(src=pair[0], dst=pair[1])


def packet(rng, depth=0, six=None):
    six = rng.random() < 0.35 if six is None else six
    content = tunnel(rng, depth) if depth < 3 and rng.random() < 0.3 else transport(rng, six)
    if not six:
        options = rng.choice((None, None, [b"\x01\x01\x01\x00"]))
        return IP(frag=rng.choice((0, 0, 0, 0, 20)), flags=rng.choice((0, 2)), options=options or [], **ends(rng, six)) / content
    header = IPv6(**ends(rng, six))
    for extension in rng.sample([IPv6ExtHdrHopByHop(), IPv6ExtHdrDestOpt(), IPv6ExtHdrRouting(),
                                 IPv6ExtHdrFragment(offset=rng.choice((0, 9)), m=1)], rng.choice((0, 0, 0, 1, 2))):
        header = header / extension
    return header / content


def tunnel(rng, depth):
    inner = packet(rng, depth + 1)
    frame = ethernet() / packet(rng, depth + 1)
    return rng.choice([
        lambda: inner,
        lambda: GRE(key_present=rng.randrange(2)) / inner,
        lambda: GRE(proto=0x88BE, seqnum_present=1, seqence_number=1) / ERSPAN_II() / frame,
        lambda: GRE(proto=0x22EB, seqnum_present=1, seqence_number=1) / ERSPAN_III() / frame,
        lambda: UDP(sport=40000, dport=4789) / VXLAN(vni=5) / frame,
        lambda: UDP(sport=40000, dport=6081) / GENEVE(vni=5, proto=0x6558) / frame,
        lambda: UDP(sport=2152, dport=2152) / GTP_U_Header(teid=7) / inner,
    ])()


def tagged(rng):
    inner = packet(rng)
    return rng.choice([
        lambda: ethernet() / inner,
        lambda: ethernet() / inner,
        lambda: ethernet() / Dot1Q(vlan=7) / inner,
        lambda: ethernet() / Dot1AD(vlan=7) / Dot1Q(vlan=8) / inner,
        lambda: ethernet() / MPLS(label=17, s=0) / MPLS(label=18, s=1) / inner,
        lambda: ethernet() / PPPoE(sessionid=9) / PPP(proto=0x57 if IPv6 in inner and inner.name == "IPv6" else 0x21) / inner,
    ])()


def wireless(rng, quality=False):
    header = Dot11(type=2, subtype=8 if quality else 0, FCfield=1)
    return (header / Dot11QoS() if quality else header) / LLC(dsap=0xAA, ssap=0xAA, ctrl=3) / SNAP() / packet(rng)


def ppp(rng):
    inner = packet(rng)
    return b"\xff\x03" + (b"\0\x57" if bytes(inner)[0] >> 4 == 6 else b"\0\x21") + bytes(inner)


def null(rng):
    inner = bytes(packet(rng))
    return (b"\x1e\0\0\0" if inner[0] >> 4 == 6 else b"\x02\0\0\0") + inner


LINKS = {
    1: tagged, 101: packet, 113: lambda rng: CookedLinux() / packet(rng), 276: lambda rng: CookedLinuxV2() / packet(rng),
    0: null, 9: ppp, 50: ppp, 105: lambda rng: wireless(rng, rng.random() < 0.5),
    127: lambda rng: RadioTap() / wireless(rng), 228: lambda rng: packet(rng, six=False),
    229: lambda rng: packet(rng, six=True),
}


def frames(rng, link_type, count):
    random.seed(rng.random())
    return [bytes(LINKS[link_type](rng)) for _ in range(count)]
