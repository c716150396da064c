"""What dpkt reads of the packets of a capture: the first IP header and what follows it.

dpkt's own walk over tags and labels stops early in places, so link headers are passed by a few lines here; IP and the
transports are dpkt's.
"""
import ipaddress
import struct

import dpkt

from census import Packet

VLAN = (0x8100, 0x88A8, 0x9100, 0x9200, 0x9300)
FAMILIES = {2: 4, 10: 6, 24: 6, 28: 6, 30: 6}
LINK_TYPES = (0, 1, 9, 12, 14, 50, 51, 101, 105, 108, 113, 127, 228, 229, 276)
RAW = {12: (4, 6), 14: (4, 6), 101: (4, 6), 228: (4,), 229: (6,)}


def packets(path):
    """A list with a Packet or None for each frame."""
    with open(path, "rb") as file:
        reader = dpkt.pcap.Reader(file)
        return [packet(frame, reader.datalink()) for _, frame in reader]


FAILURES = (dpkt.Error, struct.error, IndexError, ValueError, AttributeError, TypeError)


def packet(frame, link_type):
    try:
        ip = first_ip(frame, link_type)
        return read(ip) if ip is not None else None
    except FAILURES:
        return None


def fails(data):
    """Whether dpkt ends in an error in an IP packet of which the fixed header is there."""
    try:
        read(data)
    except FAILURES:
        return len(data) >= (20 if data[0] >> 4 == 4 else 40)
    return False


def number(data, place):
    return struct.unpack_from(">H", data, place)[0]


def first_ip(frame, link_type):
    """The bytes from the first IP header on."""
    if link_type in RAW:
        return frame if frame[0] >> 4 in RAW[link_type] else None
    if link_type == 1:
        return by_type(number(frame, 12), frame[14:])
    if link_type == 113:
        return by_type(number(frame, 14), frame[16:])
    if link_type == 276:
        return by_type(number(frame, 0), frame[20:])
    if link_type in (0, 108):
        family = struct.unpack_from(">I" if link_type == 108 or frame[0] == 0 and frame[1] == 0 else "<I", frame)[0]
        return frame[4:] if family in FAMILIES and frame[4] >> 4 == FAMILIES[family] else None
    if link_type in (9, 50) and frame[:1] in (b"\x0f", b"\x8f"):
        return by_type(number(frame, 2), frame[4:])
    if link_type in (9, 50):
        return by_ppp(frame[2:] if frame[:2] == b"\xff\x03" else frame)
    if link_type == 51:
        return by_ppp(frame[6:])
    if link_type == 127 and frame[0] != 0:
        return None
    if link_type in (105, 127):
        return by_wireless(frame if link_type == 105 else frame[struct.unpack_from("<H", frame, 2)[0]:])
    return None


def by_type(kind, data):
    for _ in range(60):
        if kind in VLAN:
            kind, data = number(data, 2), data[4:]
        elif kind == 0x8864:
            return by_ppp(data[6:])
        elif kind in (0x8847, 0x8848):
            return by_labels(data)
        elif kind < 0x600:
            return by_llc(data)
        else:
            break
    wanted = {0x0800: 4, 0x86DD: 6}.get(kind)
    return data if wanted and data and data[0] >> 4 == wanted else None


def by_ppp(data):
    kind, rest = (data[0], data[1:]) if data[0] & 1 else (number(data, 0), data[2:])
    if kind in (0x281, 0x283):
        return by_labels(rest)
    return rest if kind in (0x21, 0x57) and rest[0] >> 4 == {0x21: 4, 0x57: 6}[kind] else None


def by_labels(data):
    for place in range(0, 32 * 4, 4):
        if data[place + 2] & 1:
            rest = data[place + 4:]
            return rest if rest[0] >> 4 in (4, 6) else by_type(number(rest, 16), rest[18:]) if rest[0] >> 4 == 0 else None
    return None


def by_llc(data):
    if data[:3] == b"\xaa\xaa\x03" and data[3:6] in (b"\0\0\0", b"\0\0\xf8"):
        return by_type(number(data, 6), data[8:])
    return data[3:] if data[:3] == b"\x06\x06\x03" and data[3] >> 4 == 4 else None


def by_wireless(data):
    if data[0] & 0x0F != 0x08 or data[0] & 0x40 or data[1] & 0x40 or data[22] & 0x0F:
        return None
    length = 24 + (6 if data[1] & 3 == 3 else 0)
    if data[0] & 0x80:
        if data[length] & 0x80:
            return by_llc(data[length + (6 if data[1] & 0x80 else 2) + 14:])
        length += 6 if data[1] & 0x80 else 2
    return by_llc(data[length:])


def read(data):
    version = data[0] >> 4
    ip = dpkt.ip.IP(data) if version == 4 else dpkt.ip6.IP6(data) if version == 6 else None
    if ip is None:
        return None
    if version == 4:
        length, transport, is_later = ip.len, ip.p, ip.offset > 0
    else:
        length, transport, is_later = 40 + ip.plen, ip.nxt, False
        if ip.all_extension_headers:
            last = ip.all_extension_headers[-1]
            transport = last.nxt
            is_later = any(isinstance(header, dpkt.ip6.IP6FragmentHeader) and header.frag_off > 0
                           for header in ip.all_extension_headers)
    ports = (0, 0)
    if not is_later and isinstance(ip.data, (dpkt.tcp.TCP, dpkt.udp.UDP, dpkt.sctp.SCTP)):
        ports = (ip.data.sport, ip.data.dport)
    return Packet(*(ipaddress.ip_address(end) for end in (ip.src, ip.dst)), transport, length, *ports)
