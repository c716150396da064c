"""The differences between decoders that are understood: README.md says who is right and why.

Each rule takes a Difference and says whether it is of its kind; the first that does names it.
"""
import collections

import by_dpkt

PROTOCOLS = {"icmp": 1, "igmp": 2, "ipip": 4, "tcp": 6, "udp": 17, "dccp": 33, "ipv6": 41, "gre": 47, "esp": 50, "ah": 51,
             "icmp6": 58, "ospf": 89, "pim": 103, "vrrp": 112, "sctp": 132, "udplite": 136}
EXTENSIONS = {0, 43, 44, 51, 60, 135, 139, 140}

# `theirs` is a Packet or None; `ours` (transport, {ports}) or None, `row` what we count of the frame by itself.
Difference = collections.namedtuple("Difference", "peer policy link_type frame theirs ours row")


def first_header(difference):
    """The bytes from the first IP header on; none where there is no such."""
    try:
        return by_dpkt.first_ip(difference.frame.data, difference.link_type) or b""
    except (IndexError, by_dpkt.struct.error):
        return b""


def dpkt_and_extension_headers(difference):
    """dpkt fails on a Fragment header before another, and on an extension header that is cut."""
    header = first_header(difference)
    return (difference.peer == "dpkt" and difference.ours is not None and header[:1] and header[0] >> 4 == 6
            and len(header) >= 40 and header[6] in EXTENSIONS)


def dpkt_and_ports(difference):
    """dpkt gives no ports of a transport header that is cut or malformed behind them."""
    theirs, ours = difference.theirs, difference.ours
    return (difference.peer == "dpkt" and theirs is not None and ours is not None and theirs.transport == ours[0]
            and (theirs.source_port, theirs.destination_port) == (0, 0) and ours[1] != {0})


def tshark_and_cut_options(difference):
    """Wireshark takes an IPv4 header for unreadable when its options are cut; the addresses stand before them."""
    header = difference.frame.data
    places = [place for place in range(len(header) - 19) if header[place] >> 4 == 4]
    return difference.peer == "tshark" and difference.ours is not None and any(
        len(header) - place < 4 * (header[place] & 15) > 20 for place in places)


def tshark_and_ports(difference):
    """Wireshark gives no ports where the rest of the transport's fixed header is cut."""
    theirs, ours = difference.theirs, difference.ours
    return (difference.peer == "tshark" and theirs is not None and ours is not None and theirs.transport == ours[0]
            and (theirs.source_port, theirs.destination_port) == (0, 0) and ours[1] != {0}
            and len(difference.frame.data) < difference.frame.original)


RULES = [
    ("Wireshark and IPv4 options that are cut", tshark_and_cut_options),
    ("Wireshark and the ports of a cut header", tshark_and_ports),
    ("dpkt and extension headers", dpkt_and_extension_headers),
    ("dpkt and the ports of a cut or malformed header", dpkt_and_ports),
]


def explanation(difference):
    """The name of the rule that explains a difference; None without one."""
    return next((name for name, holds in RULES if holds(difference)), None)
