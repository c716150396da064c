"""Random export traffic of NetFlow v9 and IPFIX: templates that come late, change and have fields of every length, several domains, options,
padding, biflows, tunnels, times in every unit, datagrams that are lost and repeated."""
import ipaddress
import struct

REVERSE = 29_305
START = 1_600_000_000
VARIABLE = 0xFFFF
OTHER9 = [(0, 10, 4), (0, 14, 2), (0, 5, 1), (0, 61, 1), (0, 17, 2), (0, 225, 4), (0, 227, 2), (0, 33_002, 12), (0, 40_001, 4), (0, 82, VARIABLE),
          (0, 50, 0)]
OTHER10 = [(0, 10, 4), (0, 14, 2), (0, 61, 1), (0, 225, 4), (0, 130, 4), (9, 12_235, VARIABLE), (0, 82, VARIABLE), (35_632, 77, 6),
           (0, 291, VARIABLE), (0, 82, 0)]
TIMES9 = [[(0, 22, 4), (0, 21, 4)], [(0, 152, 8), (0, 153, 8)], []]
TIMES10 = [[(0, 152, 8), (0, 153, 8)], [(0, 150, 4), (0, 151, 4)], [(0, 154, 8), (0, 155, 8)], [(0, 156, 8), (0, 157, 8)], [(0, 158, 4), (0, 159, 4)],
           [(0, 152, 8), (0, 161, 4)], [(0, 150, 4), (0, 162, 4)], [(0, 160, 8), (0, 22, 4), (0, 21, 4)], [(0, 323, 8)], [(0, 322, 4)],
           [(0, 324, 8)], []]


def write(path, random):
    """Writes a capture of one stream of datagrams."""
    out = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 0xFFFF, 1)
    for time, sender, data in Stream(random).datagrams():
        udp = struct.pack("!4H", 40_000, 2_055, 8 + len(data), 0) + data
        header = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(udp), 1, 0, 64, 17, 0)
        frame = bytes(12) + b"\x08\0" + header + bytes([192, 0, 2, sender, 192, 0, 2, 20]) + udp
        out += struct.pack("<4I", time, 0, len(frame), len(frame)) + frame
    path.write_bytes(out)


class Stream:
    def __init__(self, random):
        self.random = random
        self.is9 = random.random() < 0.5
        self.uptime = random.choice([5_000, 2**32 - 200_000, 10**8])
        self.templates, self.numbers = {}, {}

    def datagrams(self):
        random, now = self.random, START + self.random.randrange(3_000)
        begin, keys = now, [(s, d) for s in random.choice([[10], [10, 11]]) for d in random.choice([[7], [0, 5]])]
        for _ in range(random.randint(5, 60)):
            now += random.choice([0, 1, 7, 60])
            key = random.choice(keys)
            uptime = (self.uptime + (now - begin) * 1_000) % 2**32
            sets, count, data_count = self.sets(self.templates.setdefault(key, {}), now, uptime)
            body = b"".join(struct.pack("!2H", number, 4 + len(content)) + content for number, content in sets)
            number = self.numbers.get(key, random.choice([0, 2**32 - 3, 100]))
            self.numbers[key] = (number + (1 if self.is9 else data_count)) % 2**32
            message = (struct.pack("!2H4I", 9, count, uptime, now, number, key[1]) if self.is9 else
                       struct.pack("!2H3I", 10, 16 + len(body), now, number, key[1])) + body
            # None is lost that changes a template: what comes of the one before would be garbage.
            has_templates = any(number < 256 for number, _ in sets)
            if len(message) < 60_000:
                yield from [(now, key[0], message)] * random.choice([1] * 18 + [1 if has_templates else 0, 2])

    def sets(self, templates, now, uptime):
        """Sets by number, how many records they have, and how many of these are data."""
        random, sets, count, data_count = self.random, [], 0, 0
        for _ in range(random.randint(1, 3)):
            choice = random.random()
            if choice < 0.35 or not templates:
                content = b""
                for _ in range(random.randint(1, 3)):
                    number = random.choice([256, 257, 258, 300, 65_535])
                    if number not in templates or random.random() < 0.4:
                        templates[number] = self.fields()
                    content += struct.pack("!2H", number, len(templates[number])) + b"".join(map(specifier, templates[number]))
                    count += 1
                sets.append((0 if self.is9 else 2, content + bytes(random.choice([0, 0, -len(content) % 4]))))
            elif choice < 0.45:
                content = (struct.pack("!7H", 400, 4, 8, 1, 4, 34, 4) + struct.pack("!2H", 35, 1) if self.is9 else
                           struct.pack("!9H", 400, 3, 1, 149, 4, 305, 4, 306, 4))
                sets += [(1 if self.is9 else 3, content + bytes(random.choice([0, 2]))), (400, bytes(9 if self.is9 else 12))]
                count, data_count = count + 2, data_count + 1
            else:
                number = random.choice(list(templates))
                fields, many = templates[number], random.randint(1, 6)
                content = b"".join(self.record(fields, now, uptime) for _ in range(many))
                least = sum(1 if length == VARIABLE else length for *_, length in fields)
                sets.append((number, content + bytes(random.randrange(min(4, least)))))
                count, data_count = count + many, data_count + many
        return sets, count, data_count

    def fields(self):
        random = self.random
        header = [(0, 4, 1), (0, 7, 2), (0, 11, 2)]
        if random.random() < 0.15:
            inner = random.choice([[(0, 8, 4), (0, 12, 4)], [(0, 27, 16), (0, 28, 16)]])
            return [(0, 2, 4), (0, 1, 4), (0, 27, 16), (0, 28, 16), *header, *random.choice(TIMES9 if self.is9 else TIMES10), *inner, *header]
        fields = random.choice([[(0, 8, 4), (0, 12, 4)], [(0, 27, 16), (0, 28, 16)], [(0, 8, 4), (0, 12, 4), (0, 27, 16), (0, 28, 16)]]) + header
        fields += random.choice([[(0, 1, random.randint(1, 8)), (0, 2, random.choice([1, 2, 4, 8]))]] * 4 + [[(0, 85, 8), (0, 86, 8)], []])
        fields += random.choice(TIMES9 if self.is9 else TIMES10)
        if not self.is9 and random.random() < 0.4:
            fields += [(REVERSE, 1, random.choice([4, 8])), (REVERSE, 2, 4)]
        others = OTHER9 if self.is9 else OTHER10
        fields += random.sample(others, random.randrange(5))
        random.shuffle(fields)
        return fields

    def record(self, fields, now, uptime):
        random = self.random
        first = now - random.choice([0, 1, 5, 60, 600, 900]) - random.random()
        last = min(now, first + random.choice([0, 0.25, 30, 2_000]) * random.random())
        only, is_out = random.choice([4, 6]), random.random() < 0.5
        versions = {4 if field == 8 else 6 for _, field, _ in fields if field in (8, 27)}
        is_layered = sum(field == 4 for _, field, _ in fields) > 1
        # A tunnel's headers, where there is one, and zeros in place of the packet in it where there is none.
        is_tunnel = is_layered and random.random() < 0.6
        seen, out = set(), b""
        for enterprise, field, length in fields:
            is_again = is_layered and (field in seen or field in (8, 12))
            seen.add(field)
            if length == VARIABLE:
                size = random.choice([0, 3, 10, 254, 255, 300])
                out += (bytes([size]) if size < 255 else b"\xff" + struct.pack("!H", size)) + random.randbytes(size)
            elif is_again and not is_tunnel and field in (4, 7, 8, 11, 12, 27, 28):
                out += bytes(length)
            elif enterprise == 0 and field in (8, 12, 27, 28):
                version = 4 if length == 4 else 6
                is_zero = not is_layered and len(versions) > 1 and version != only
                out += bytes(length) if is_zero else self.address(length, (field in (8, 27)) == is_out)
            elif enterprise == 0 and field == 4:
                protocols = [4 if 8 in {f for _, f, _ in fields} else 41] if is_tunnel and not is_again else [6, 6, 17, 47, 132]
                out += bytes([random.choice(protocols)])
            else:
                out += self.value(enterprise, field, length, first, last, now, uptime)
        return out

    def address(self, length, is_host):
        number = self.random.randint(1, 20 if is_host else 6)
        base = {(4, True): "10.0.0.0", (4, False): "198.18.0.0", (16, True): "fd00::", (16, False): "2a01::"}[length, is_host]
        return (ipaddress.ip_address(base) + number).packed

    def value(self, enterprise, field, length, first, last, now, uptime):
        random, system_start = self.random, now - 1_000
        if enterprise == 0 and field in (7, 11):
            return struct.pack("!H", random.choice([0, 53, 443, random.randint(1_024, 65_535)]))
        if (enterprise, field) in ((0, 1), (0, 2), (0, 85), (0, 86), (REVERSE, 1), (REVERSE, 2)):
            return random.choice([0, random.randrange(2**(8 * min(length, 4)))]).to_bytes(length, "big")
        if enterprise == 0 and field in (21, 22):
            time = first if field == 22 else last
            since = uptime - int((now - time) * 1_000) if self.is9 else int((time - system_start) * 1_000)
            return struct.pack("!I", since % 2**32)
        fixed = {160: system_start * 1_000, 152: int(first * 1_000), 153: int(last * 1_000), 323: int(last * 1_000), 150: int(first), 151: int(last),
                 322: int(last), 154: ntp(first), 156: ntp(first), 155: ntp(last), 157: ntp(last), 324: ntp(last),
                 158: int((now - first) * 1e6), 159: int((now - last) * 1e6), 161: int((last - first) * 1_000), 162: int((last - first) * 1e6)}
        return fixed[field].to_bytes(length, "big") if enterprise == 0 and field in fixed else random.randbytes(length)


def specifier(field):
    enterprise, number, length = field
    return struct.pack("!2H", number | (0x8000 if enterprise else 0), length) + (struct.pack("!I", enterprise) if enterprise else b"")


def ntp(time):
    return (int(time) + 2_208_988_800) % 2**32 << 32 | int(time % 1 * 2**32)
