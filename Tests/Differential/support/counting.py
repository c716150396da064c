"""How many packets other readers find in a capture; None where they refuse it."""
import ctypes
import ctypes.util
import re
import subprocess

import dpkt

LIBPCAP = ctypes.CDLL(ctypes.util.find_library("pcap") or "libpcap.so.0.8")
LIBPCAP.pcap_open_offline.restype = ctypes.c_void_p
LIBPCAP.pcap_open_offline.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
LIBPCAP.pcap_next_ex.argtypes = [ctypes.c_void_p] + [ctypes.POINTER(ctypes.c_void_p)] * 2
LIBPCAP.pcap_close.argtypes = [ctypes.c_void_p]


def by_libpcap(path):
    """What tcpdump reads, too."""
    handle = LIBPCAP.pcap_open_offline(path.encode(), ctypes.create_string_buffer(256))
    if not handle:
        return None
    header, data, count = ctypes.c_void_p(), ctypes.c_void_p(), 0
    while LIBPCAP.pcap_next_ex(handle, ctypes.byref(header), ctypes.byref(data)) == 1:
        count += 1
    LIBPCAP.pcap_close(handle)
    return count


def by_dpkt(path):
    with open(path, "rb") as file:
        count = 0
        try:
            for _, _ in dpkt.pcap.UniversalReader(file):
                count += 1
        except (ValueError, dpkt.UnpackError, Exception):
            return count or None
        return count


def by_capinfos(paths):
    """Wireshark's reader on many files at once: {path: packets}."""
    done = subprocess.run(
        ["capinfos", "-T", "-M", "-c", "-r", *paths], capture_output=True, text=True, errors="replace")
    counts = {}
    for line in done.stdout.splitlines():
        path, _, packets = line.rpartition("\t")
        if re.fullmatch(r"\d+", packets):
            counts[path] = int(packets)
    return counts
