"""The differences between decoders that are understood: the catalogue's page on decoding says who is right and why.

Each rule takes a Difference and says whether it is of its kind; the first that does names it.
"""
import collections
import ipaddress

import by_dpkt

PROTOCOLS = {"icmp": 1, "igmp": 2, "ipip": 4, "tcp": 6, "udp": 17, "dccp": 33, "ipv6": 41, "gre": 47, "esp": 50, "ah": 51,
             "icmp6": 58, "ospf": 89, "pim": 103, "vrrp": 112, "sctp": 132, "udplite": 136}
EXTENSIONS = {0, 43, 44, 51, 60, 135, 139, 140}

# Names that Wireshark gives: Arista's time stamps.
TAGS = {"avsp"}
MANY_TAGS = {"vlan", "mpls", "ieee8021ah", "vntag", "etag"}
# What NHRP and OpenFlow quote, and samples of sFlow.
TUNNELS = {"nhrp", "openflow", "sflow"}
WIRELESS = (105, 127)

# `theirs` is a Packet or None; `ours` a Flow or None, `row` what we count of the frame by itself.
Flow = collections.namedtuple("Flow", "transport host host_port origin_port")
Difference = collections.namedtuple("Difference", "peer policy link_type frame theirs ours row")


def first_header(difference):
    """The bytes from the first IP header on; none where there is no such."""
    try:
        return by_dpkt.first_ip(difference.frame.data, difference.link_type) or b""
    except (IndexError, by_dpkt.struct.error):
        return b""


def dpkt_and_extension_headers(difference):
    """dpkt fails on extension headers in an order of its own, or cut, of the packet or of one that it carries."""
    header = first_header(difference)
    return (difference.peer == "dpkt" and difference.theirs is None and difference.ours is not None and header != b""
            and by_dpkt.fails(header))


def peers_and_hops(difference):
    """Neither peer asks the hops that a routing header or a source route still names."""
    theirs, ours, row, data = difference.theirs, difference.ours, difference.row, difference.frame.data
    if theirs is None or ours is None:
        return False
    place = data.find(theirs.source.packed)
    if theirs.source.version == 4:
        options = data[place + 8:place - 12 + 4 * (data[place - 12] & 15)] if place >= 12 else b""
        names_hops = bool({131, 137} & set(options))
    else:
        names_hops = place >= 8 and data[place - 2] in (0, 43, 60)
    hops = {ipaddress.ip_address(end) for end in (ours.host, row[0])} - {theirs.source, theirs.destination}
    return names_hops and len(hops) == 1 and next(iter(hops)).packed in data[place:]


def dpkt_and_jumbo_lengths(difference):
    """dpkt does not read the option that states a length beyond 16 bits."""
    theirs, row = difference.theirs, difference.row
    return (difference.peer == "dpkt" and theirs is not None and row is not None and theirs.source.version == 6
            and theirs.length == 40 and row[1][2] > 40 + 65_535)


def tshark_and_gtp_by_source(difference):
    """Wireshark takes a datagram for GTP by its source port as well."""
    through = difference.theirs.through if difference.theirs else ()
    return (difference.peer == "tshark" and difference.policy == "innermost" and "gtp" in through
            and not {"to 2152", "to 3386"} & set(through))


def tshark_and_port_8472(difference):
    """Wireshark reads no VXLAN on the port that Linux took for it before one was assigned."""
    theirs = difference.theirs
    return (difference.peer == "tshark" and difference.policy == "innermost" and theirs is not None
            and (theirs.transport, theirs.destination_port) == (17, 8472))


def tshark_and_many_tags(difference):
    """Wireshark passes over more tags behind one another than sixteen."""
    through = difference.theirs.through if difference.theirs else ()
    return difference.peer == "tshark" and max((through.count(name) for name in MANY_TAGS), default=0) > 16


def tshark_and_slip(difference):
    """Wireshark reads no SLIP whose first byte is no direction."""
    return (difference.peer == "tshark" and difference.link_type == 8 and difference.theirs is None
            and difference.frame.data[0] > 1)


def dpkt_and_tags(difference):
    """dpkt knows no tags of switches: those of 802.1BR, FabricPath, VN-Tag, MACsec, PBB, NSH and Cisco MetaData."""
    kinds = {0x893F, 0x8903, 0x8926, 0x88E5, 0x88E7, 0x894F, 0x8909}
    data = difference.frame.data
    return (difference.peer == "dpkt" and difference.theirs is None and difference.ours is not None
            and any(int.from_bytes(data[place:place + 2], "big") in kinds for place in range(12, min(len(data), 40), 2)))


def dpkt_and_authentication(difference):
    """dpkt reads nothing behind the Authentication Header of IPv4."""
    theirs = difference.theirs
    return (difference.peer == "dpkt" and difference.ours is not None and theirs is not None
            and theirs.source.version == 4 and theirs.transport == 51)


def dpkt_and_total_lengths(difference):
    """dpkt reads an IPv4 header that states fewer bytes than itself."""
    theirs = difference.theirs
    return (difference.peer == "dpkt" and not difference.ours and theirs is not None and theirs.source.version == 4
            and theirs.length < 4 * (first_header(difference)[0] & 15))


def dpkt_and_ports(difference):
    """dpkt gives no ports of a transport header that is cut or malformed behind them."""
    theirs, ours = difference.theirs, difference.ours
    return (difference.peer == "dpkt" and theirs is not None and ours is not None and theirs.transport == ours.transport
            and (theirs.source_port, theirs.destination_port) == (0, 0) and (ours.host_port, ours.origin_port) != (0, 0))


def tshark_and_cut_options(difference):
    """Wireshark takes an IPv4 header for unreadable when its options are cut; the addresses stand before them."""
    header = difference.frame.data
    places = [place for place in range(len(header) - 19) if header[place] >> 4 == 4]
    return difference.peer == "tshark" and any(
        len(header) - place < 4 * (header[place] & 15) > 20 for place in places)


def tshark_and_ports(difference):
    """Wireshark gives no ports where the rest of the transport's fixed header is cut."""
    theirs, ours = difference.theirs, difference.ours
    return (difference.peer == "tshark" and theirs is not None and ours is not None and theirs.transport == ours.transport
            and (theirs.source_port, theirs.destination_port) == (0, 0) and (ours.host_port, ours.origin_port) != (0, 0))


def tshark_and_no_length(difference):
    """Wireshark takes a total length of 0 for the frame's own; we count what is stated, and remark it."""
    theirs, row = difference.theirs, difference.row
    return difference.peer == "tshark" and theirs is not None and row is not None and row[1][2] == 0 < theirs.length


def tshark_and_no_payload_length(difference):
    """Wireshark reads nothing behind an IPv6 header that states no payload and no jumbo payload either."""
    theirs = difference.theirs
    return difference.peer == "tshark" and theirs is not None and theirs.source.version == 6 and theirs.length == 40


def peers_and_extension_headers(difference):
    """Wireshark and dpkt take the next protocol from an extension header that leads beyond its packet."""
    theirs, ours = difference.theirs, difference.ours
    return (theirs is not None and ours is not None and theirs.source.version == 6
            and ours.transport in EXTENSIONS and theirs.transport != ours.transport)


def tshark_and_options_of_extensions(difference):
    """Wireshark stops at an extension header with an option that leads beyond it."""
    theirs, data = difference.theirs, difference.frame.data
    if difference.peer != "tshark" or theirs is None or theirs.source.version != 6:
        return False
    place = data.find(theirs.source.packed + theirs.destination.packed)
    return place >= 8 and has_long_option(data[place + 32:], data[place - 2])


def has_long_option(data, header):
    """Whether an option leads beyond the extension header that it stands in."""
    while header in (0, 43, 60) and len(data) >= 8:
        length = 8 * (data[1] + 1)
        place = 2
        while header != 43 and place < min(length, len(data)):
            place += 1 if data[place] == 0 else 2 + data[place + 1] if place + 1 < len(data) else 1
        if place > length:
            return True
        header, data = data[0], data[length:]
    return False


def tshark_and_source_routes(difference):
    """Wireshark takes the last address of a source route for the destination."""
    theirs, data = difference.theirs, difference.frame.data
    places = [place for place in range(len(data) - 20) if data[place] >> 4 == 4 and data[place] & 15 > 5]
    return difference.peer == "tshark" and theirs is not None and any(
        {131, 137} & set(data[place + 20:place + 4 * (data[place] & 15)]) and data[place + 12:place + 16] == theirs.source.packed
        and data[place + 16:place + 20] != theirs.destination.packed for place in places)


def tshark_and_codes_of_pppoe(difference):
    """Wireshark reads a session's packet behind PPPoE of another code than 0."""
    data = difference.frame.data
    place = data.find(b"\x88\x64")
    return difference.peer == "tshark" and not difference.ours and 0 <= place < len(data) - 3 and data[place + 3] != 0


def tshark_and_flags_of_vxlan(difference):
    """Wireshark reads on behind VXLAN whose identifier is said to be none."""
    data = difference.frame.data
    return (difference.peer == "tshark" and difference.policy == "innermost" and difference.theirs is not None
            and "vxlan" in difference.theirs.through and any(
                data[place:place + 2] == b"\x12\xb5" and data[place + 6] & 8 == 0 for place in range(len(data) - 6)))


def tshark_and_tunnels_without_length(difference):
    """Wireshark looks for no tunnel in a datagram that states a length of 0, as offload leaves large ones."""
    theirs = difference.theirs
    if difference.peer != "tshark" or difference.policy != "innermost" or theirs is None or theirs.transport != 17:
        return False
    header = b"".join(value.to_bytes(2, "big") for value in (theirs.source_port, theirs.destination_port, 0))
    return theirs.destination_port in (4789, 6081, 2152, 3544) and header in difference.frame.data


def tshark_and_compressed_headers(difference):
    """Wireshark reads an IP header of PPP's compression, in which a context stands for the length."""
    theirs = difference.theirs
    return difference.peer == "tshark" and theirs is not None and "crtp" in theirs.through


def tshark_and_more_tags(difference):
    """Wireshark passes over tags of single vendors' switches."""
    theirs = difference.theirs
    return difference.peer == "tshark" and theirs is not None and bool(TAGS & set(theirs.through))


def tshark_and_more_tunnels(difference):
    """Wireshark reads on in packets that are quoted, and in samples of traffic."""
    theirs = difference.theirs
    return (difference.peer == "tshark" and difference.policy == "innermost" and theirs is not None
            and bool(TUNNELS & set(theirs.through)))


def tshark_and_families(difference):
    """Wireshark takes half of a loopback's address family for the whole."""
    family = difference.frame.data[:4]
    known = [number.to_bytes(4, order) for number in (2, 10, 24, 28, 30) for order in ("little", "big")]
    return difference.peer == "tshark" and difference.link_type == 0 and not difference.ours and family not in known


def tshark_and_low_ports(difference):
    """Wireshark takes a datagram for what the lower of its ports says, and looks for no tunnel then."""
    theirs = difference.theirs
    return (difference.peer == "tshark" and difference.policy == "innermost" and theirs is not None
            and theirs.transport == 17 and theirs.source_port < theirs.destination_port in (4789, 6081, 2152, 3544))


def tshark_and_wireless_headers(difference):
    """Wireshark guesses where LLC begins when it does not stand where the flags of 802.11 say, takes other control fields
    before SNAP, and reads any version of radiotap."""
    data = difference.frame.data
    if difference.peer != "tshark" or difference.link_type not in WIRELESS or difference.ours:
        return False
    start = int.from_bytes(data[2:4], "little") if difference.link_type == 127 else 0
    header = data[start:]
    if difference.link_type == 127 and data[:1] != b"\0" or len(header) < 24:
        return True
    length = 24 + (6 if header[1] & 3 == 3 else 0)
    if header[0] & 0x80:
        length += 6 if header[1] & 0x80 else 2
    return header[length:length + 3] != b"\xaa\xaa\x03"


def tshark_and_control(difference):
    """Wireshark passes over PPP's address and control whatever they are."""
    return (difference.peer == "tshark" and difference.link_type in (9, 50) and not difference.ours
            and difference.frame.data[:1] == b"\xff" and difference.frame.data[1:2] != b"\x03")


def tshark_and_wireless_fragments(difference):
    """Wireshark reads the first header in a later fragment of an 802.11 packet, and none in the first one of several."""
    data = difference.frame.data
    start = int.from_bytes(data[2:4], "little") if difference.link_type == 127 else 0
    if difference.peer != "tshark" or difference.link_type not in WIRELESS or len(data) <= start + 22:
        return False
    is_first_of_several = data[start + 1] & 4 != 0 and data[start + 22] & 0x0F == 0
    return is_first_of_several and difference.theirs is None or not difference.ours and data[start + 22] & 0x0F != 0


def tshark_and_gre_versions(difference):
    """Wireshark reads on behind GRE of a version that there is not."""
    data = difference.frame.data
    starts = [place + 4 * (data[place] & 15) for place in range(len(data) - 24)
              if data[place] >> 4 == 4 and data[place + 9] == 47]
    starts += [place + 40 for place in range(len(data) - 44) if data[place] >> 4 == 6 and data[place + 6] == 47]
    return (difference.peer == "tshark" and difference.policy == "innermost"
            and any(start + 2 <= len(data) and data[start + 1] & 7 > 1 for start in starts))


RULES = [
    ("Wireshark and the lower port", tshark_and_low_ports),
    ("Wireshark and tags of switches", tshark_and_more_tags),
    ("Wireshark and more tunnels", tshark_and_more_tunnels),
    ("Wireshark and odd headers of 802.11 and radiotap", tshark_and_wireless_headers),
    ("Wireshark, dpkt and extension headers that lead beyond their packet", peers_and_extension_headers),
    ("Wireshark and address families of loopback", tshark_and_families),
    ("Wireshark and PPP's control field", tshark_and_control),
    ("Wireshark and fragments of 802.11", tshark_and_wireless_fragments),
    ("Wireshark and versions of GRE", tshark_and_gre_versions),
    ("Wireshark and a length of 0", tshark_and_no_length),
    ("Wireshark and IPv6 without a payload length", tshark_and_no_payload_length),
    ("Wireshark and options of extension headers", tshark_and_options_of_extensions),
    ("Wireshark and tunnels without a length", tshark_and_tunnels_without_length),
    ("Wireshark and compressed headers of PPP", tshark_and_compressed_headers),
    ("Wireshark and source routes", tshark_and_source_routes),
    ("Wireshark and codes of PPPoE", tshark_and_codes_of_pppoe),
    ("Wireshark and flags of VXLAN", tshark_and_flags_of_vxlan),
    ("Wireshark and IPv4 options that are cut", tshark_and_cut_options),
    ("Wireshark and the ports of a cut header", tshark_and_ports),
    ("dpkt and tags of switches", dpkt_and_tags),
    ("the hops of routing headers and source routes", peers_and_hops),
    ("dpkt and jumbo lengths", dpkt_and_jumbo_lengths),
    ("Wireshark and GTP by source port", tshark_and_gtp_by_source),
    ("Wireshark and VXLAN on port 8472", tshark_and_port_8472),
    ("Wireshark and more than sixteen tags", tshark_and_many_tags),
    ("Wireshark and directions of SLIP", tshark_and_slip),
    ("dpkt and extension headers", dpkt_and_extension_headers),
    ("dpkt and the Authentication Header", dpkt_and_authentication),
    ("dpkt and total lengths below the header's", dpkt_and_total_lengths),
    ("dpkt and the ports of a cut or malformed header", dpkt_and_ports),
]


def explanation(difference):
    """The name of the rule that explains a difference; None without one."""
    return next((name for name, holds in RULES if holds(difference)), None)
