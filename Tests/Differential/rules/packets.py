"""IP headers and the transports behind them: addresses, hops, ports, lengths, and what tells who began."""
import dataclasses

TCP, UDP, ICMP, ICMP6, SCTP = 6, 17, 1, 58, 132
PORTED = (TCP, UDP, 33, SCTP, 136)
ROUTING, FRAGMENT, AUTHENTICATION = 43, 44, 51
EXTENSIONS = (0, ROUTING, FRAGMENT, AUTHENTICATION, 60, 135, 139, 140)


class Undecoded(Exception):
    """Where there is no IP header that states both addresses and a length."""


@dataclasses.dataclass
class Header:
    """One IP header and its transport. `payload` is as section 3 has it; `ports` are None where there are none."""

    version: int
    source: tuple
    destination: tuple
    length: int
    protocol: int = 0
    hops: list = dataclasses.field(default_factory=list)
    ports: tuple = None
    is_later_fragment: bool = False
    payload: int = 0
    tcp_flags: int = None
    icmp_type: int = None
    quoted: tuple = None
    chunks: tuple = None
    carries_in_udp: bool = False


def number(data, start, size):
    if start < 0 or start + size > len(data):
        raise IndexError
    return int.from_bytes(data[start:start + size], "big")


def read(data, room, fallback=None):
    """A header, what stands behind it (None for a later fragment), the number of that, and its room.

    `fallback` is how long an IPv4 packet is that states no length, None where what follows may be padding.
    """
    version = number(data, 0, 1) >> 4
    if version == 4:
        return read_ipv4(data, room, fallback)
    if version == 6:
        return read_ipv6(data, room)
    raise Undecoded


def read_ipv4(data, room, fallback):
    number(data, 0, 20)
    size, length = 4 * (data[0] & 15), number(data, 2, 2)
    if size < 20 or 0 < length < size:
        raise Undecoded
    fragment = number(data, 6, 2) & 0x1FFF
    header = Header(4, (4, number(data, 12, 4)), (4, number(data, 16, 4)), length, data[9])
    header.hops = ipv4_hops(data[20:size])
    stated = length - size if length else fallback - size if fallback is not None else None
    if len(data) < size:
        behind(header, b"", stated, 0, fragment > 0)
        return header, None, header.protocol, 0
    body = data[size:length] if length else data[size:]
    return behind(header, body, stated, room - size, fragment > 0)


def ipv4_hops(options):
    """The addresses that a loose or strict source route still names."""
    place = 0
    while place < len(options) and options[place] != 0:
        if options[place] == 1:
            place += 1
            continue
        if place + 1 >= len(options) or options[place + 1] < 2 or place + options[place + 1] > len(options):
            break
        option = options[place:place + options[place + 1]]
        if option[0] in (131, 137) and len(option) > 3 and option[2] >= 4:
            left = option[option[2] - 1:]
            return [(4, number(left, 4 * index, 4)) for index in range(len(left) // 4)]
        place += options[place + 1]
    return []


def read_ipv6(data, room):
    number(data, 0, 40)
    stated, following = number(data, 4, 2), data[6]
    source, destination = (6, number(data, 8, 16)), (6, number(data, 24, 16))
    length = 40 + stated
    if stated == 0 and following == 0:
        jumbo = jumbo_length(data[40:])
        if jumbo is not None:
            length, stated = min(40 + jumbo, room), min(jumbo, room - 40)
    header = Header(6, source, destination, length, following)
    body = data[40:length] if stated else data[40:]
    return behind_extensions(header, body, stated or None, room - 40)


def behind_extensions(header, body, stated, room):
    """Passes over extension headers. One that leads beyond its packet ends the way, one that is cut still names the next."""
    following = header.protocol
    while following in EXTENSIONS:
        header.protocol = following
        size = extension_size(following, body)
        if size is None or following == FRAGMENT and size > len(body):
            behind(header, b"", stated, 0, False)
            return header, None, following, 0
        if stated is not None and size > stated:
            return header, None, following, 0
        stated = None if stated is None else stated - size
        if size > len(body):
            header.protocol = body[0]
            behind(header, b"", stated, 0, False)
            return header, None, header.protocol, 0
        if following == ROUTING:
            header.hops = ipv6_hops(body[:size]) or header.hops
        is_later = following == FRAGMENT and number(body, 2, 2) >> 3 > 0
        following, body, room = body[0], body[size:], room - size
        if is_later:
            header.protocol = following
            return behind(header, body, stated, room, True)
    header.protocol = following
    return behind(header, body, stated, room, False)


def extension_size(kind, data):
    if len(data) < 2:
        return None
    if kind == FRAGMENT:
        return 8
    return 4 * (data[1] + 2) if kind == AUTHENTICATION else 8 * (data[1] + 1)


def jumbo_length(data):
    """The length of a jumbo payload option in the hop-by-hop header that `data` begins with."""
    if len(data) < 2 or len(data) < 8 * (data[1] + 1):
        return None
    options, place = data[:8 * (data[1] + 1)], 2
    while place < len(options):
        if options[place] == 0:
            place += 1
            continue
        if place + 1 >= len(options) or place + 2 + options[place + 1] > len(options):
            return None
        if options[place] == 0xC2 and options[place + 1] == 4:
            return number(options, place + 2, 4)
        place += 2 + options[place + 1]
    return None


def ipv6_hops(extension):
    """The addresses that a routing header still names, in the order of travel."""
    kind, left = extension[2], extension[3]
    count = (len(extension) - 8) // 16
    addresses = [(6, number(extension, 8 + 16 * index, 16)) for index in range(count)]
    if kind in (0, 2):
        return addresses[count - left:] if left <= count else []
    if kind == 4:
        count = min(count, extension[4] + 1)
        return addresses[:left][::-1] if left <= count else []
    return []


def behind(header, body, stated, room, is_later):
    """Reads the transport; `stated` is how many bytes the IP header says are behind it, None where it says nothing.

    `room` is how many bytes of the frame are behind it: more is not payload that is stated by a transport alone.
    """
    header.is_later_fragment = is_later
    if is_later:
        return header, None, header.protocol, 0
    protocol = header.protocol
    if protocol in PORTED and len(body) >= 4:
        header.ports = number(body, 0, 2), number(body, 2, 2)
    if protocol == TCP:
        read_tcp(header, body, stated)
    elif protocol == UDP:
        read_udp(header, body, stated, room)
    elif protocol == SCTP:
        read_sctp(header, body, room if stated is None else stated)
    elif is_icmp(header):
        read_icmp(header, body)
    else:
        header.payload = stated or 0
    return header, body, protocol, room


def is_icmp(header):
    return header.protocol == (ICMP if header.version == 4 else ICMP6)


def read_tcp(header, body, stated):
    if len(body) >= 14:
        header.tcp_flags = body[13]
        header.payload = max(0, (stated or 0) - 4 * (body[12] >> 4))


def read_udp(header, body, stated, room):
    """Where the IP header states no length, the datagram's own is all that is stated; and the other way round."""
    if header.ports is None:
        return
    own = number(body, 4, 2) if len(body) >= 6 else 0
    behind_header = max(0, (stated or 0) - 8)
    if own and stated is None:
        header.payload = max(0, min(own, room) - 8)
    else:
        header.payload = min(max(0, own - 8), behind_header) if own else behind_header


def read_icmp(header, body):
    if body:
        header.icmp_type = body[0]
    try:
        quoted = body[8:]
        if header.version == 4 and number(quoted, 0, 1) >> 4 == 4:
            number(quoted, 0, 20)
            header.quoted = (4, number(quoted, 12, 4)), (4, number(quoted, 16, 4))
        if header.version == 6 and number(quoted, 0, 1) >> 4 == 6:
            header.quoted = (6, number(quoted, 8, 16)), (6, number(quoted, 24, 16))
    except IndexError:
        pass


def read_sctp(header, body, end):
    """The types of an SCTP packet's chunks, and the user data of DATA (0) and I-DATA (64)."""
    chunks, place = [], 12
    while place + 4 <= min(len(body), end):
        kind, length = body[place], number(body, place + 2, 2)
        if length < 4:
            break
        chunks.append(kind)
        if kind in (0, 64):
            header.payload += max(0, min(length, end - place) - (16 if kind == 0 else 20))
        place += (length + 3) // 4 * 4
    header.chunks = tuple(chunks)
