"""Packets as bytes: headers, transports, tunnels and links, right or wrong as they are asked for."""
import struct


def checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(">%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def packed(address):
    return address[1].to_bytes(4 if address[0] == 4 else 16, "big")


def ipv4(source, destination, protocol, body, options=b"", fragment=0, length=None):
    options += b"\0" * (-len(options) % 4)
    size = 20 + len(options)
    header = struct.pack(">BBHHHBBH", 0x40 | size // 4, 0, size + len(body) if length is None else length, 7, fragment, 64,
                         protocol, 0) + packed(source) + packed(destination) + options
    return header[:10] + struct.pack(">H", checksum(header)) + header[12:] + body


def ipv6(source, destination, following, body, length=None):
    return struct.pack(">IHBB", 6 << 28, len(body) if length is None else length, following, 64) + packed(source) + packed(
        destination) + body


def tcp(source, destination, flags, payload=b"", options=b""):
    offset = (5 + len(options) // 4) << 4
    return struct.pack(">HHIIBBHHH", source, destination, 1, 1, offset, flags, 1024, 0, 0) + options + payload


def udp(source, destination, payload=b"", length=None):
    return struct.pack(">HHHH", source, destination, 8 + len(payload) if length is None else length, 0) + payload


def sctp(source, destination, chunks):
    return struct.pack(">HHII", source, destination, 1, 0) + b"".join(chunks)


def chunk(kind, body=b""):
    return struct.pack(">BBH", kind, 3, 4 + len(body)) + body + b"\0" * (-len(body) % 4)


def icmp(kind, body=b"\0\0\0\0"):
    return struct.pack(">BBH", kind, 0, 0) + body


def source_route(kind, pointer, addresses):
    return bytes([kind, 3 + 4 * len(addresses), pointer]) + b"".join(map(packed, addresses))


def extension(following, body):
    """An extension header of eight bytes and more, filled up with PadN or zeros."""
    body += b"\0" * (-(len(body) + 2) % 8)
    return bytes([following, (len(body) + 2) // 8 - 1]) + body


def routing(following, kind, left, addresses):
    if kind == 4:
        return extension(following, bytes([4, left, max(0, len(addresses) - 1), 0, 0, 0]) + b"".join(map(packed, addresses)))
    return extension(following, bytes([kind, left, 0, 0, 0, 0]) + b"".join(map(packed, addresses)))


def fragment_header(following, offset, more):
    return struct.pack(">BBHI", following, 0, offset << 3 | more, 9)


def jumbo(following, length):
    return extension(following, struct.pack(">BBI", 0xC2, 4, length))


def authentication(following, words=3):
    return bytes([following, words + 1, 0, 0]) + bytes(4 * (words + 2))


def type_of(packet):
    return 0x0800 if packet[0] >> 4 == 4 else 0x86DD


def ethernet(packet, kind=None):
    return b"\2\0\0\0\0\1\2\0\0\0\0\2" + struct.pack(">H", type_of(packet) if kind is None else kind) + packet


def tagged(packet, rng):
    """An Ethernet frame with some of the tags that are skipped."""
    kind = type_of(packet)
    for _ in range(rng.choice([0, 0, 0, 1, 1, 2])):
        tag = rng.randrange(5)
        if tag == 0:
            packet, kind = struct.pack(">HH", rng.randrange(4096), kind) + packet, rng.choice([0x8100, 0x88A8, 0x9100])
        elif tag == 1 and kind in (0x0800, 0x86DD):
            labels = rng.randrange(1, 4)
            stack = b"".join(struct.pack(">I", rng.randrange(16, 1 << 20) << 12 | (index == labels - 1) << 8 | 64)
                             for index in range(labels))
            packet, kind = stack + packet, 0x8847
        elif tag == 2 and kind in (0x0800, 0x86DD):
            protocol = b"\x00\x21" if kind == 0x0800 else b"\x00\x57"
            packet, kind = struct.pack(">BBHH", 0x11, 0, 5, len(packet) + 2) + protocol + packet, 0x8864
    return ethernet(packet, kind)


def llc(packet):
    return b"\xaa\xaa\x03\0\0\0" + struct.pack(">H", type_of(packet)) + packet


def linked(link, packet, rng):
    """The frame of a link type that carries a packet."""
    version = packet[0] >> 4
    if link == 1:
        return tagged(packet, rng)
    if link in (0, 108):
        family = 2 if version == 4 else rng.choice([10, 24, 28, 30])
        return struct.pack("<I" if link == 0 else ">I", family) + packet
    if link == 113:
        return struct.pack(">HHH8sH", 4, 1, 6, b"\2\0\0\0\0\1\0\0", type_of(packet)) + packet
    if link == 276:
        return struct.pack(">HHIHBB8s", type_of(packet), 0, 2, 1, 4, 6, b"\2\0\0\0\0\1\0\0") + packet
    if link in (9, 50):
        head = b"\xff\x03" if link == 50 or rng.random() < 0.5 else b""
        return head + (b"\0\x21" if version == 4 else b"\0\x57") + packet
    if link == 104:
        return struct.pack(">BBH", 0x0F, 0, type_of(packet)) + packet
    if link == 107:
        return b"\x18\x41\x03" + (b"\xcc" if version == 4 else b"\x8e") + packet
    if link == 219:
        return struct.pack(">I", 100 << 12 | 1 << 8 | 9) + packet
    if link in (105, 127):
        quality = rng.random() < 0.5
        header = bytes([0x88 if quality else 0x08, 1]) + bytes(22) + (b"\0\0" if quality else b"")
        return (b"\0\0\x08\0\0\0\0\0" if link == 127 else b"") + header + llc(packet)
    return packet


def gre(packet, rng):
    """A protocol number and a body of GRE, plain, with a key, Ethernet in it, PPTP or ERSPAN."""
    kind = rng.randrange(6)
    if kind == 0:
        return struct.pack(">HHI", 0x2000, type_of(packet), 5) + packet
    if kind == 1:
        return struct.pack(">HH", 0, 0x6558) + ethernet(packet)
    if kind == 2:
        return struct.pack(">HHHHI", 0x3001, 0x880B, len(packet) + 4, 1, 2) + b"\xff\x03" + (
            b"\0\x21" if packet[0] >> 4 == 4 else b"\0\x57") + packet
    if kind == 3:
        return struct.pack(">HHIII", 0x1000, 0x88BE, 1, 0x10000000, 0) + ethernet(packet)
    if kind == 4:
        return struct.pack(">HHIIII", 0x1000, 0x22EB, 1, 0x20000000, 0, 0) + ethernet(packet)
    return struct.pack(">HH", 0, type_of(packet)) + packet


def in_udp(packet, rng):
    """A UDP datagram that carries a packet."""
    kind, other = rng.randrange(11), rng.choice([53, 1024, 40000])
    if kind == 0:
        return udp(other, rng.choice([4789, 8472]), struct.pack(">II", 0x08000000, 7 << 8) + ethernet(packet))
    if kind == 1:
        return udp(other, 6081, struct.pack(">BBHI", 0, 0, 0x6558, 7 << 8) + ethernet(packet))
    if kind == 2:
        return udp(other, 6081, struct.pack(">BBHI4s", 1, 0, type_of(packet), 7 << 8, b"\0\1\1\0") + packet)
    if kind == 3:
        return udp(rng.choice([2152, other]), 2152, struct.pack(">BBHI", 0x30, 255, len(packet), 1) + packet)
    if kind == 4:
        return udp(2152, 2152, struct.pack(">BBHIHBB", 0x34, 255, len(packet) + 8, 1, 1, 0, 0x85) + b"\1\0\1\0" + packet)
    if kind == 5:
        return udp(other, 6635, struct.pack(">I", 100 << 12 | 1 << 8 | 9) + packet)
    if kind == 6:
        return udp(other, 4754, struct.pack(">HH", 0, type_of(packet)) + packet)
    if kind == 7:
        return udp(other, 37008, b"\1\0\0\1\1" + ethernet(packet))
    if kind == 8 and packet[0] >> 4 == 6:
        return udp(*rng.choice([(3544, other), (other, 3544)]), packet)
    if kind == 9:
        return udp(*rng.choice([(1701, other), (other, 1701), (1701, 1701)]), struct.pack(">HHH", 2, 1, 1) + b"\xff\x03" + (
            b"\0\x21" if packet[0] >> 4 == 4 else b"\0\x57") + packet)
    return udp(other, 4790, struct.pack(">BBBBI", 0x0C, 0, 0, 1 if packet[0] >> 4 == 4 else 2, 7 << 8) + packet)
