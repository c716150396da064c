"""Makes flow logs of random flows, some of them with listed addresses: the same flows in every format."""
import random
import struct

HOUR = 1_370_001_600
HOURS = 4


def listed(count):
    """Addresses of a list, the first ones of which are met: anywhere abroad, as those of lists are."""
    return random.Random(7).sample(range(0x1000_0000, 0x6400_0000), count)


def address(number):
    return ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))


def write_list(path, count):
    with open(path, "w", encoding="ascii") as file:
        file.writelines(f"{address(number)}\n" for number in listed(count))
    return path


def flows(count, met, seed=1):
    """Flows of hosts in 10.0.0.0/8: when (in ms), host, other end, ports, packets, bytes; one in a hundred with one of the first
    `met` listed addresses."""
    draw = random.Random(seed)
    addresses = listed(met)
    span = HOURS * 3_600_000
    for number in range(count):
        first = HOUR * 1_000 + number * span // count
        # Ends in the hour in which it begins.
        first -= 2_000 if first % 3_600_000 > 3_598_000 else 0
        host = 0x0A00_0000 + draw.randrange(1 << 17)
        other = addresses[draw.randrange(met)] if draw.randrange(100) == 0 else draw.randrange(0x1000_0000, 0x6400_0000)
        packets = 1 + draw.randrange(20)
        yield first, host, other, 1_024 + draw.randrange(60_000), 443, packets, packets * (60 + draw.randrange(1_000))


def nfcapd(path, flows):
    """A file of nfdump 1.7, not packed."""
    record = struct.Struct("<HHHBBHBB" + "HHQQQQQHHBBBB" + "HHII")
    blocks = []
    with open(path, "wb") as file:
        file.write(bytes(40))
        block, count, number = [], 0, 0

        def finish():
            nonlocal block, count, number
            content = b"".join(block)
            file.write(struct.pack("<IIHH", count, len(content), 3, 0) + content)
            block, count, number = [], 0, number + 1

        for first, host, other, port, service, packets, octets in flows:
            last = first + 1_500
            block.append(record.pack(
                11, record.size, 2, 0, 0, 0, 0, 9,
                1, 52, first, last, last, packets, octets, port, service, 6, 0x1B, 0, 0, 2, 12, host, other))
            count += 1
            if count * record.size > 1_000_000:
                finish()
        if count:
            finish()
        file.seek(0)
        file.write(struct.pack("<HHIQBBHIQII", 0xA50C, 2, 0x01070100, HOUR, 0, 0, 0, 0, 0, 1_048_576, number))
    return path


CONN_FIELDS = (
    "ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state local_orig "
    "local_resp missed_bytes history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes tunnel_parents").split()


def conn_rows(flows):
    for number, (first, host, other, port, service, packets, octets) in enumerate(flows):
        yield (f"{first // 1000}.{first % 1000:03}000", f"C{number:016}", address(host), port, address(other), service, "tcp",
               "ssl", "1.500000", octets // 2, octets, "SF", "T", "F", 0, "ShADadFf", packets, octets, packets, octets * 2, "-")


def conn_tsv(path, flows):
    with open(path, "w", encoding="ascii") as file:
        file.write("#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n")
        file.write("#fields\t" + "\t".join(CONN_FIELDS) + "\n")
        for row in conn_rows(flows):
            file.write("\t".join(map(str, row)) + "\n")
    return path


def conn_json(path, flows):
    quoted = {"uid", "id.orig_h", "id.resp_h", "proto", "service", "conn_state", "history"}
    with open(path, "w", encoding="ascii") as file:
        for row in conn_rows(flows):
            members = (
                f'"{name}":' + (f'"{value}"' if name in quoted else {"T": "true", "F": "false"}.get(value, str(value)))
                for name, value in zip(CONN_FIELDS, row) if value != "-")
            file.write("{" + ",".join(members) + "}\n")
    return path


def netflow5(path, flows):
    """A capture of datagrams of NetFlow v5, 30 records each."""
    record = struct.Struct(">IIIHHIIIIHHBBBBHHBBH")
    sent = 0

    def frame(records, seconds):
        header = struct.pack(">HHIIIIBBH", 5, len(records), 10_000_000, seconds, 0, sent, 0, 0, 0)
        data = header + b"".join(records)
        udp = struct.pack(">HHHH", 40_000, 2_055, 8 + len(data), 0) + data
        ip = struct.pack(">BBHHHBBHII", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0, 0xC0000201, 0xC0000202) + udp
        packet = bytes(12) + b"\x08\x00" + ip
        return struct.pack("<IIII", seconds, 0, len(packet), len(packet)) + packet

    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65_535, 1))
        records = []
        for first, host, other, port, service, packets, octets in flows:
            seconds = first // 1_000 + 2
            records.append(record.pack(
                host, other, 0, 0, 0, packets, octets, 9_997_000, 9_998_500, port, service, 0, 0x1B, 6, 0, 0, 0, 0, 0, 0))
            if len(records) == 30:
                file.write(frame(records, seconds))
                sent += 30
                records = []
        if records:
            file.write(frame(records, seconds))
    return path
