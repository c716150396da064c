#!/usr/bin/env python3
"""Writes a flood: UDP packets from distinct spoofed addresses inside 45.0.0.0/8 to distinct hosts, all in one hour.

    flood.py PACKETS CAPTURE LIST

Hosts are of 10.0.0.0/8. An address has 24 bits of its own, so from packet 16,777,216 on ports change.
"""

import struct
import sys

PIECE = 100_000
HOUR = 1_370_041_200
# The times and lengths of a record, little-endian, and its frame from the addresses on, in network order.
TIMES = struct.Struct("<IIII")
ENDS = struct.Struct(">IIHHHH18x")
# Ethernet and IPv4 up to the addresses: 46 bytes of UDP.
START = bytes.fromhex("0200000000010200000000020800") + bytes.fromhex("4500002e0000400040110000")


def records(numbers, packets):
    step = 3_500_000_000 // packets
    for number in numbers:
        seconds, micros = divmod(number * step, 1_000_000)
        # An odd factor modulo 2^24 takes every number to another one, far from its neighbours'.
        origin = 0x2D000000 | number * 0x9E3779 & 0xFFFFFF
        host = 0x0A000000 | number & 0xFFFFFF
        ports = (1_024 + (number >> 24), 53)
        yield TIMES.pack(HOUR + seconds, micros, 60, 60) + START + ENDS.pack(origin, host, *ports, 26, 0)


def main():
    packets, capture, listed = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    with open(listed, "w") as file:
        file.write("45.0.0.0/8\n")
    with open(capture, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65_535, 1))
        for start in range(0, packets, PIECE):
            file.write(b"".join(records(range(start, min(start + PIECE, packets)), packets)))


main()
