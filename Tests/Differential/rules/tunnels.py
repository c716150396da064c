"""The way to IP headers: link headers, tags and tunnels, and with it the chain of headers that section 2 asks."""
from packets import UDP, Undecoded, number, read

DEEPEST = 16
# The shortest Ethernet frame with a VLAN tag and its checksum: what follows an IPv4 header without a length may be padding.
LONGEST_PADDED = 68
ETHERTYPES = {0x0800, 0x86DD}
TAGS = {0x8100, 0x88A8, 0x9100, 0x9200, 0x9300}
NOT_IP = {0x0806, 0x88CC, 0x888E, 0x8809, 0x8035}


class NotIP(Exception):
    """A frame that holds no IP by its kind."""


class Bytes:
    """Captured bytes, how many there were before the snapshot length cut them, and how many a header around them states."""

    def __init__(self, data, room, limit=None):
        self.data, self.room, self.limit = data, room, limit

    def after(self, count):
        if count > len(self.data):
            raise IndexError
        return Bytes(self.data[count:], self.room - count, None if self.limit is None else self.limit - count)

    def number(self, start, size):
        return number(self.data, start, size)


def chain(start, frame_length):
    """The headers from the outermost inwards."""
    if start.limit is not None and start.limit < start.room:
        fallback = start.limit
    else:
        fallback = start.room if frame_length > LONGEST_PADDED else None
    header, body, protocol, room = read(start.data, start.room, fallback)
    headers = [header]
    while body is not None and len(headers) < DEEPEST:
        found = inside(protocol, body, room)
        if found is None:
            break
        inner, inner_room, in_udp = found
        try:
            following, body, protocol, room = read(inner, inner_room)
        except (IndexError, Undecoded):
            break
        header.carries_in_udp = in_udp
        header = following
        headers.append(header)
    return headers


def behind_link(link, data, original):
    """The bytes from the first IP header on."""
    frame = Bytes(data, original)
    if link in (101, 12, 14, 228, 229):
        return frame
    if link == 1:
        return behind_ethernet(frame)
    if link in (0, 108):
        family = int.from_bytes(frame.data[:4], "little" if link == 0 else "big")
        return frame.after(4) if family in (2, 10, 24, 28, 30) else stop()
    if link in (113, 276):
        if link == 113:
            return behind_type(frame.after(16), frame.number(14, 2))
        return behind_type(frame.after(20), frame.number(0, 2))
    if link in (9, 50):
        return behind_ppp(frame)
    if link == 104:
        return behind_type(frame.after(4), frame.number(2, 2))
    if link == 107:
        return frame.after(4) if frame.number(2, 2) in (0x03CC, 0x038E) else stop()
    if link == 219:
        return behind_mpls(frame)
    if link in (105, 127):
        return behind_wireless(frame.after(int.from_bytes(frame.data[2:4], "little")) if link == 127 else frame)
    raise Undecoded


def stop():
    raise Undecoded


def behind_ethernet(frame):
    kind = frame.number(12, 2)
    rest = frame.after(14)
    if kind >= 1536:
        return behind_type(rest, kind)
    if rest.number(0, 3) == 0x424203:
        raise NotIP
    if rest.number(0, 6) == 0xAAAA03000000:
        return behind_type(rest.after(8), rest.number(6, 2))
    raise Undecoded


def behind_type(rest, kind):
    for _ in range(16):
        if kind in ETHERTYPES:
            return rest
        if kind in NOT_IP:
            raise NotIP
        if kind in TAGS:
            rest, kind = rest.after(4), rest.number(2, 2)
        elif kind in (0x8847, 0x8848):
            return behind_mpls(rest)
        elif kind == 0x8864:
            if rest.number(0, 2) != 0x1100:
                raise Undecoded
            return behind_ppp(Bytes(rest.data[6:], rest.room - 6, rest.number(4, 2)))
        elif kind == 0x6558:
            return behind_ethernet(rest)
        else:
            raise Undecoded
    raise Undecoded


def behind_mpls(rest):
    for _ in range(16):
        is_last = rest.number(2, 1) & 1
        rest = rest.after(4)
        if is_last:
            return rest
    raise Undecoded


def behind_ppp(rest):
    if rest.data[:2] == b"\xff\x03":
        rest = rest.after(2)
    kind = rest.number(0, 1)
    if kind & 1:
        rest = rest.after(1)
    else:
        kind, rest = rest.number(0, 2), rest.after(2)
    if kind in (0x21, 0x57):
        return rest
    if kind >= 0xC000:
        raise NotIP
    raise Undecoded


def behind_wireless(frame):
    """A data frame of 802.11: 24 bytes, a fourth address, QoS, and LLC."""
    control, flags = frame.number(0, 1), frame.number(1, 1)
    if control & 0x0C != 0x08:
        raise NotIP
    size = 24 + (6 if flags & 3 == 3 else 0) + (2 if control & 0x80 else 0)
    rest = frame.after(size)
    if rest.number(0, 6) != 0xAAAA03000000:
        raise Undecoded
    return behind_type(rest.after(8), rest.number(6, 2))


def inside(protocol, body, room):
    """The bytes of the packet that one carries, their room, and whether in UDP; None where it carries none."""
    rest = Bytes(body, room)
    try:
        if protocol == UDP:
            found = behind_udp(rest)
            return found and (found.data, found.room, True)
        found = behind_protocol(protocol, rest)
        return found and (found.data, found.room, False)
    except (IndexError, Undecoded, NotIP):
        return None


def behind_protocol(protocol, rest):
    if protocol in (4, 41):
        return rest
    if protocol == 47:
        return behind_gre(rest)
    if protocol == 97:
        return behind_ethernet(rest.after(2)) if rest.number(0, 1) >> 4 == 3 else None
    if protocol == 137:
        return behind_mpls(rest)
    return None


def behind_gre(rest):
    flags, kind = rest.number(0, 2), rest.number(2, 2)
    size = 4
    if flags & 7 == 1:
        size += 4 + (4 if flags & 0x1000 else 0) + (4 if flags & 0x80 else 0)
        return behind_ppp(rest.after(size)) if kind == 0x880B else None
    if flags & 7:
        return None
    size += sum(4 for bit in (0x8000, 0x2000, 0x1000) if flags & bit)
    if flags & 0x4000:
        return None
    if kind == 0x88BE:
        return behind_ethernet(rest.after(size + (8 if flags & 0x1000 else 0)))
    if kind == 0x22EB:
        return behind_ethernet(rest.after(size + 12 + (8 if rest.number(size + 11, 1) & 1 else 0)))
    return behind_type(rest.after(size), kind)


def behind_udp(rest):
    source, destination, length = rest.number(0, 2), rest.number(2, 2), rest.number(4, 2)
    if 0 < length < 8:
        return None
    data = rest.after(8)
    if length:
        data = Bytes(data.data[:length - 8], data.room)
    if destination in (4789, 8472):
        return behind_ethernet(data.after(8)) if data.number(0, 1) & 8 else None
    if destination == 4790:
        return behind_vxlan_gpe(data)
    if destination == 6081:
        return behind_geneve(data)
    if destination == 2152:
        return behind_gtp(data)
    if destination == 6635:
        return behind_mpls(data)
    if destination == 4754:
        return behind_gre(data)
    if destination == 37008:
        return behind_tzsp(data)
    if 3544 in (source, destination):
        return behind_teredo(data)
    if 1701 in (source, destination):
        return behind_l2tp(data)
    return None


def behind_vxlan_gpe(data):
    kind, rest = data.number(3, 1), data.after(8)
    if not data.number(0, 1) & 4:
        return behind_ethernet(rest)
    return rest if kind in (1, 2) else behind_ethernet(rest) if kind == 3 else None


def behind_geneve(data):
    first = data.number(0, 1)
    if first >> 6:
        return None
    return behind_type(data.after(8 + 4 * (first & 63)), data.number(2, 2))


def behind_gtp(data):
    """A T-PDU of GTP-U version 1, its sequence number and extension headers passed over."""
    first, kind = data.number(0, 1), data.number(1, 1)
    if first >> 4 != 3 or kind != 255:
        return None
    rest, following = data.after(8), 0
    if first & 7:
        following, rest = rest.number(3, 1) if first & 4 else 0, rest.after(4)
    for _ in range(16):
        if not following:
            return rest
        size = 4 * rest.number(0, 1)
        if not size:
            return None
        following, rest = rest.number(size - 1, 1), rest.after(size)
    return None


def behind_tzsp(data):
    if data.number(0, 1) != 1 or data.number(2, 2) != 1:
        return None
    rest = data.after(4)
    for _ in range(64):
        tag = rest.number(0, 1)
        if tag == 1:
            return behind_ethernet(rest.after(1))
        rest = rest.after(1) if tag == 0 else rest.after(2 + rest.number(1, 1))
    return None


def behind_teredo(data):
    if data.number(0, 2) == 1:
        data = data.after(13 + data.number(2, 1) + data.number(3, 1))
    if data.number(0, 2) == 0:
        data = data.after(8)
    return data if data.number(0, 1) >> 4 == 6 else None


def behind_l2tp(data):
    flags = data.number(0, 2)
    if flags & 0x800F != 2:
        return None
    size = 6 + (2 if flags & 0x4000 else 0) + (4 if flags & 0x0800 else 0)
    if flags & 0x0200:
        size += 2 + data.number(size, 2)
    return behind_ppp(data.after(size))
