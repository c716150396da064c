"""Decodes NetFlow v5 and v9, IPFIX and sFlow v5 in captures a second time: from RFC 3954, 5103, 7011 and sflow.org's text, not from the code.

Rows are those of the files `ID.truth.csv`. Of addresses of two versions that are both filled, and of elements that come again, the later ones are
the packet's in the tunnel (RFC 7011 section 8).
"""
import ipaddress
import struct

REVERSE = 29_305
EPOCH_1900 = 2_208_988_800
SECOND, MILLISECOND, MICROSECOND = 1_000_000_000, 1_000_000, 1_000
LINK_TYPES = {1: (12, 14), 113: (14, 16), 276: (0, 20)}
WITH_PORTS = (6, 17, 33, 132, 136)
TAGS = (0x8100, 0x88A8, 0x9100, 0x9200)


def datagrams(path):
    """Time in nanoseconds, sender and data of every UDP datagram of a pcap file; fragments are passed over."""
    data = path.read_bytes()
    order = "<" if data[:4] in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
    unit = 1 if data[:4] in (b"\x4d\x3c\xb2\xa1", b"\xa1\xb2\x3c\x4d") else MICROSECOND
    link, place = struct.unpack(order + "I", data[20:24])[0], 24
    while place + 16 <= len(data):
        seconds, part, length, _ = struct.unpack(order + "4I", data[place:place + 16])
        frame = data[place + 16:place + 16 + length]
        place += 16 + length
        packet = network_packet(frame, link)
        header = packet and ip_header(packet)
        if header and header["proto"] == 17 and not header["offset"] and len(header["rest"]) >= 8:
            size = int.from_bytes(header["rest"][4:6], "big") or len(header["rest"])
            yield seconds * SECOND + part * unit, header["src"], header["rest"][8:size]


def network_packet(frame, link=1):
    """The first IP packet of a frame; None where there is none."""
    if link in (101, 12, 228, 229):
        return frame
    if link not in LINK_TYPES:
        return None
    kind, place = LINK_TYPES[link]
    kind = int.from_bytes(frame[kind:kind + 2], "big")
    while kind in TAGS:
        kind, place = int.from_bytes(frame[place + 2:place + 4], "big"), place + 4
    if kind in (0x8847, 0x8848):
        while place + 4 <= len(frame) and not frame[place + 2] & 1:
            place += 4
        place += 4
        version = frame[place] >> 4 if place < len(frame) else 0
        if version not in (4, 6):
            return network_packet(frame[place + (4 if version == 0 else 0):])
        return frame[place:]
    if kind == 0x8864:
        return frame[place + 8:]
    return frame[place:] if kind in (0x0800, 0x86DD) else None


def ip_header(packet):
    """What the first IP header and the one behind it say; None where it is cut."""
    version = packet[0] >> 4 if packet else 0
    if version == 4 and len(packet) >= 20:
        offset = int.from_bytes(packet[6:8], "big") & 0x1FFF
        protocol, size = packet[9], int.from_bytes(packet[2:4], "big")
        ends, rest = (packet[12:16], packet[16:20]), packet[(packet[0] & 15) * 4:]
    elif version == 6 and len(packet) >= 40:
        protocol, size, offset = packet[6], 40 + int.from_bytes(packet[4:6], "big"), 0
        ends, rest = (packet[8:24], packet[24:40]), packet[40:]
        while protocol in (0, 43, 44, 60) and len(rest) >= 8:
            if protocol == 44:
                offset = int.from_bytes(rest[2:4], "big") >> 3
            protocol, rest = rest[0], rest[8:] if protocol == 44 else rest[8 + rest[1] * 8:]
    else:
        return None
    has_ports = protocol in WITH_PORTS and not offset and len(rest) >= 4
    ports = struct.unpack("!2H", rest[:4]) if has_ports else (0, 0)
    return {"src": text(ends[0]), "dst": text(ends[1]), "proto": protocol, "sport": ports[0], "dport": ports[1], "bytes": size, "packets": 1,
            "offset": offset, "rest": rest}


def text(address):
    return str(ipaddress.ip_address(bytes(address)))


def ntp(value):
    """Nanoseconds since 1970; 0 stays 0."""
    if value == 0:
        return 0
    seconds = (value >> 32) - EPOCH_1900
    return (seconds if seconds >= 0 else seconds + (1 << 32)) * SECOND + ((value & 0xFFFFFFFF) * SECOND >> 32)


def signed(number):
    return (number + (1 << 31)) % (1 << 32) - (1 << 31)


class Decoder:
    """Rows of all that exporters say, in order."""

    def __init__(self):
        self.rows = []
        self.templates, self.starts, self.seen = {}, {}, set()

    def feed(self, time, sender, data):
        if (sender, data) in self.seen or len(data) < 16:
            return
        before = len(self.rows)
        try:
            version = int.from_bytes(data[:2], "big")
            if version == 5:
                self.netflow5(sender, data)
            elif version in (9, 10):
                self.sets(sender, data, version)
            elif data[:4] == b"\0\0\0\5":
                self.sflow(time, sender, data)
        except (struct.error, IndexError):
            pass  # The datagram is cut; what came before holds.
        if len(self.rows) > before:
            self.seen.add((sender, data))

    def add(self, exporter, domain, row, first, last, otherwise):
        first = last if first is None else first
        first = otherwise if first is None else first
        self.rows.append({"exporter": exporter, "odid": str(domain), "first_ns": str(first), "last_ns": str(first if last is None else last),
                          **{name: "" if value is None else str(value) for name, value in row.items() if name not in ("offset", "rest")}})

    def netflow5(self, sender, data):
        count, uptime, seconds, part = struct.unpack("!H3I", data[2:16])
        engine = int.from_bytes(data[20:22], "big")
        base = seconds * SECOND + min(part, SECOND - 1)
        if count > (len(data) - 24) // 48:
            return  # It states more records than there are, so that it is no export.
        for number in range(count):
            record = data[24 + 48 * number:72 + 48 * number]
            packets, size, first, last, sport, dport = struct.unpack("!4I2H", record[16:36])
            row = {"src": text(record[:4]), "dst": text(record[4:8]), "proto": record[38], "sport": sport, "dport": dport, "packets": packets,
                   "bytes": size}
            self.add(sender, engine, row, base + signed(first - uptime) * MILLISECOND, base + signed(last - uptime) * MILLISECOND, base)

    def sets(self, sender, data, version):
        is9 = version == 9
        if not is9:
            data = data[:int.from_bytes(data[2:4], "big")]
        uptime, seconds = struct.unpack("!2I", data[4:12]) if is9 else (0, int.from_bytes(data[4:8], "big"))
        place, domain = (20, data[16:20]) if is9 else (16, data[12:16])
        key = sender, version, int.from_bytes(domain, "big")
        while place + 4 <= len(data):
            number, size = struct.unpack("!2H", data[place:place + 4])
            if size < 4:
                return
            content = data[place + 4:place + size]
            place += size
            if number in (0, 1) if is9 else number in (2, 3):
                self.take_templates(key, content, is9, number in (1, 3))
            elif number >= 256 and (key, number) in self.templates:
                fields, is_options = self.templates[key, number]
                for record in records(content, fields):
                    if is_options:
                        self.starts.update({key: int.from_bytes(value, "big") for field, value in record if field == (0, 160)})
                    else:
                        self.record(key, record, seconds, uptime)

    def take_templates(self, key, content, is9, is_options):
        place = 0
        while place + 4 <= len(content):
            number, count = struct.unpack("!2H", content[place:place + 4])
            place += 4
            if number == 0:
                return
            if count == 0:
                continue
            scopes = 0
            if is_options and is9:
                scopes, count = count // 4, count // 4 + int.from_bytes(content[place:place + 2], "big") // 4
            place += 2 if is_options else 0
            fields = []
            for index in range(count):
                field, length = struct.unpack("!2H", content[place:place + 4])
                place += 4
                enterprise = -1 if index < scopes else 0
                if not is9 and field & 0x8000:
                    enterprise, field, place = struct.unpack("!I", content[place:place + 4])[0], field & 0x7FFF, place + 4
                fields.append((enterprise, field, length))
            self.templates[key, number] = fields, is_options

    def record(self, key, record, seconds, uptime):
        first, back, last = {}, {}, {}
        for (enterprise, field), value in record:
            if value and enterprise == 0:
                first.setdefault(field, value)
                last[field] = value
            elif value and enterprise == REVERSE:
                back.setdefault(field, value)
        own, ends = ends_of(record, first, last)
        number = lambda *fields, of=first: next((int.from_bytes(of[f], "big") for f in fields if f in of and len(of[f]) <= 8), None)
        event = (number(323) * MILLISECOND if 323 in first else ntp(number(324)) if 324 in first else
                 number(322) * SECOND if 322 in first else None)
        otherwise = seconds * SECOND if event is None else event
        begin, end = self.times(key, number, seconds, uptime)
        if ends is None:
            packet = network_packet(first[315]) if 315 in first else network_packet(first[104]) if 104 in first else first.get(313)
            header = packet and ip_header(packet)
            if header:
                time = next((t for t in (event, begin, end) if t is not None), otherwise)
                self.add(key[0], key[2], header, time, time, time)
            return
        row = {"src": text(ends[0]), "dst": text(ends[1]), "proto": number(4, of=own) or 0, "sport": number(7, 180, 182, of=own) or 0,
               "dport": number(11, 181, 183, of=own) or 0, "packets": number(2, 86, 298, 24), "bytes": number(1, 85, 23),
               "rpackets": number(2, 86, 298, of=back) if number(2, 86, 298, of=back) is not None else number(299), "rbytes": number(1, 85, of=back)}
        self.add(key[0], key[2], row, begin, end, otherwise)

    def times(self, key, number, seconds, uptime):
        """First and last packet in nanoseconds, None where they are not stated."""
        def time(milliseconds, nano, micro, whole, since_start, delta):
            if number(milliseconds) is not None:
                return number(milliseconds) * MILLISECOND
            if number(nano, micro) is not None:
                return ntp(number(nano, micro))
            if number(whole) is not None:
                return number(whole) * SECOND
            if number(since_start) is not None:
                start = self.starts.get(key) if number(160) is None else number(160)
                if key[1] == 9:
                    return seconds * SECOND + signed(number(since_start) - uptime) * MILLISECOND
                if start is not None:
                    return seconds * SECOND + signed(number(since_start) - (seconds * 1_000 - start)) * MILLISECOND
            return None if number(delta) is None else seconds * SECOND - number(delta) * MICROSECOND

        first, last = time(152, 156, 154, 150, 22, 158), time(153, 157, 155, 151, 21, 159)
        if last == 0:
            first, last = first or None, None
        took = number(161) if number(162) is None else number(162)
        if took is not None:
            took *= MILLISECOND if number(162) is None else MICROSECOND
        if took is not None and (first is None) != (last is None):
            first, last = (last - took, last) if first is None else (first, first + took)
        return first, last

    def sflow(self, time, sender, data):
        size = {0: 0, 1: 4, 2: 16}[int.from_bytes(data[4:8], "big")]
        agent, place = data[8:8 + size], 8 + size
        domain, _, _, count = struct.unpack("!4I", data[place:place + 16])
        place += 16
        exporter = text(agent) if any(agent) else sender
        for _ in range(count):
            kind, length = struct.unpack("!2I", data[place:place + 8])
            sample, place = data[place + 8:place + 8 + length], place + 8 + length
            if kind not in (1, 3):
                continue
            at = 28 if kind == 1 else 40
            header = sampled(sample, at + 4, int.from_bytes(sample[at:at + 4], "big"))
            if header:
                self.add(exporter, domain, header, time, time, time)


def ends_of(record, first, last):
    """What the headers say that count, and the two ends; None where no two are named."""
    pairs, place = [], {}
    for index, ((enterprise, field), value) in enumerate(record):
        if enterprise == 0 and field in (8, 12, 27, 28) and len(value) in (4, 16):
            place.setdefault(field, []).append((index, value))
    for source, destination in ((8, 12), (27, 28)):
        pairs += [(s[0], s[1], d[1]) for s, d in zip(place.get(source, []), place.get(destination, []))]
    filled = sorted(pair for pair in pairs if any(pair[1] + pair[2]))
    comes_again = sum(field == (0, 4) for field, _ in record) > 1
    if len(filled) > 1 and comes_again:
        return last, filled[-1][1:]
    if len(filled) > 1:
        # IPv4 goes through IPv6 as protocol 4, IPv6 through IPv4 as 41; ICMP of IPv4 is in no IPv6.
        version = 4 if int.from_bytes(first.get(4, b""), "big") in (1, 4) else 16
        return first, next(pair[1:] for pair in filled if len(pair[1]) == version)
    if pairs:
        return first, (filled or sorted(pairs))[0][1:]
    mixed = first.get(8) or first.get(27), first.get(12) or first.get(28)
    return first, mixed if all(mixed) else None


def records(content, fields):
    """The records of a data set; what is shorter than any is padding."""
    least = sum(1 if length == 0xFFFF else length for *_, length in fields)
    place = 0
    while least and place + least <= len(content):
        record = []
        for enterprise, field, length in fields:
            if length == 0xFFFF:
                if place >= len(content):
                    return
                length, place = content[place], place + 1
                if length == 255:
                    length, place = int.from_bytes(content[place:place + 2], "big"), place + 2
            record.append(((enterprise, field), content[place:place + length]))
            place += length
        if place > len(content):
            return
        yield record


def sampled(sample, place, count):
    """The packet of a flow sample: its raw header, else what a record says of its IP header."""
    said = None
    for _ in range(count):
        if place + 8 > len(sample):
            break
        kind, length = struct.unpack("!2I", sample[place:place + 8])
        content, place = sample[place + 8:place + 8 + length], place + 8 + length
        if kind == 1:
            protocol, _, _, size = struct.unpack("!4I", content[:16])
            header = content[16:16 + size]
            packet = network_packet(header) if protocol == 1 else header if protocol in (10, 11, 12) else None
            return packet and ip_header(packet)
        if kind in (3, 4) and said is None:
            size = 4 if kind == 3 else 16
            length, protocol = struct.unpack("!2I", content[:8])
            sport, dport = struct.unpack("!2I", content[8 + 2 * size:16 + 2 * size])
            said = {"src": text(content[8:8 + size]), "dst": text(content[8 + size:8 + 2 * size]), "proto": protocol, "sport": sport,
                    "dport": dport, "packets": 1, "bytes": length}
    return said
