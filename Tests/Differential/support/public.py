"""Frames of captures of any origin, put together by link type, and networks by which as many of them count as can."""
import os
import struct
import subprocess
import zlib

import addresses
import census

TOGETHER = 1500
LARGEST = 20_000_000
LARGEST_LIST = 50_000
# What hygiene drops beyond multicast, loopback and the like.
DROPPED = census.Networks(["0.0.0.0/8", "192.0.0.0/24", "::ffff:0:0/96", "100::/64", "100:0:0:1::/64", "5f00::/16"])


class Frame:
    def __init__(self, seconds, data, original=None):
        self.seconds, self.data, self.original = seconds, data, max(original or 0, len(data))


def captures(names, count, folder):
    """Yields (name, link type, frames): the first frames of each capture, some captures together."""
    waiting, read_files = {}, 0
    for path in paths(names):
        found = read(path, count, folder)
        read_files += found is not None
        if found:
            link_type, frames = found
            waiting.setdefault(link_type, []).extend(frames)
            if len(waiting[link_type]) >= TOGETHER:
                yield "up to " + os.path.basename(path), link_type, waiting.pop(link_type)
    for link_type, frames in sorted(waiting.items()):
        yield "the rest", link_type, frames
    if names:
        print("%d captures read" % read_files)


def networks(path, packets, bit):
    """Of the addresses that stand in a capture, or that peers read there, half are origins and the others hosts."""
    found = addresses.found(path, LARGEST_LIST).union(*((packet.source, packet.destination) for packet in packets))
    found = {addresses.meant(address) for address in found}
    listed = {address for address in found if not is_dropped(address) and zlib.crc32(address.packed) >> bit & 1}
    return texts(listed) or addresses.OUTSIDE, texts(found - listed) or ["10.0.0.0/8"]


def is_dropped(address):
    return addresses.is_special(address) or address in DROPPED


def texts(found):
    return sorted(map(str, found))


def paths(names):
    for name in names:
        if not os.path.isdir(name):
            yield name
        for root, _, files in sorted(os.walk(name)):
            for file in sorted(files):
                path = os.path.join(root, file)
                if os.path.getsize(path) <= LARGEST:
                    yield path


def read(path, count, folder):
    """The link type and the first frames of a capture; None of one that editcap makes no classic one of."""
    target = os.path.join(folder, "classic.pcap")
    done = subprocess.run(["editcap", "-F", "pcap", "-r", path, target, "1-%d" % count], capture_output=True, check=False)
    if not os.path.exists(target):
        return None
    with open(target, "rb") as file:
        data = file.read()
    os.remove(target)
    if done.returncode not in (0, 1) or data[:4] != b"\xd4\xc3\xb2\xa1":
        return None
    frames, place = [], 24
    while place + 16 <= len(data):
        seconds, _, length, original = struct.unpack_from("<IIII", data, place)
        if place + 16 + length > len(data):
            break
        frames.append(Frame(seconds, data[place + 16:place + 16 + length], original))
        place += 16 + length
    return struct.unpack_from("<I", data, 20)[0] & 0x3FFFFFF, frames
