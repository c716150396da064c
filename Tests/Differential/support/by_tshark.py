"""What Wireshark's dissectors read of the packets of a capture."""
import ipaddress
import subprocess

from census import Packet

IP_FIELDS = ["ip.src", "ip.dst", "ip.len", "ip.proto", "ip.frag_offset"]
IPV6_FIELDS = ["ipv6.src", "ipv6.dst", "ipv6.plen", "ipv6.nxt"]
PORT_FIELDS = ["tcp.srcport", "tcp.dstport", "udp.srcport", "udp.dstport", "sctp.srcport", "sctp.dstport",
               "dccp.srcport", "dccp.dstport"]
EXTENSIONS = {"ipv6.hopopts": "ipv6.hopopts.nxt", "ipv6.routing": "ipv6.routing.nxt", "ipv6.fraghdr": "ipv6.fraghdr.nxt",
              "ipv6.dstopts": "ipv6.dstopts.nxt", "ah": "ah.next_header"}
FIELDS = (["frame.number", "frame.protocols", "ipv6.fraghdr.offset"] + IP_FIELDS + IPV6_FIELDS + PORT_FIELDS
          + sorted(set(EXTENSIONS.values())))
PORTED = {6: "tcp", 17: "udp", 136: "udplite", 132: "sctp", 33: "dccp"}
OPTIONS = ["ip.defragment:FALSE", "ipv6.defragment:FALSE", "tcp.desegment_tcp_streams:FALSE",
           "tcp.try_heuristic_first:FALSE", "ip.tso_support:TRUE"]


def chains(path):
    """For each frame a list with a Packet for each IP header, from the outermost one on."""
    command = ["tshark", "-n", "-r", path, "-T", "fields", "-E", "separator=/t", "-E", "occurrence=a", "-E", "aggregator=;"]
    for option in OPTIONS:
        command += ["-o", option]
    for field in FIELDS:
        command += ["-e", field]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    rows = [dict(zip(FIELDS, line.split("\t"))) for line in done.stdout.splitlines()]
    return [Layers(row).chain() for row in rows]


class Layers:
    """The layers of one frame, taken from the outside inwards with the fields of each."""

    def __init__(self, row):
        self.values = {name: text.split(";") if text else [] for name, text in row.items()}
        self.names = row["frame.protocols"].split(":")

    def take(self, field):
        values = self.values.get(field, [])
        return values.pop(0) if values else None

    def chain(self):
        found, through = [], []
        for place, name in enumerate(self.names):
            through.append(name)
            if name in ("icmp", "icmpv6", "ipcomp", "esp"):
                break
            if name in ("ip", "ipv6"):
                fields = [self.take(field) for field in (IP_FIELDS if name == "ip" else IPV6_FIELDS)]
                if None in fields[:4]:
                    break
                found.append(self.read(name, fields, self.names[place + 1:])._replace(through=tuple(through)))
                through.append("to %d" % found[-1].destination_port)
        return found

    def read(self, name, fields, following):
        source, destination = map(ipaddress.ip_address, fields[:2])
        if name == "ip":
            length, transport, is_later = int(fields[2]), int(fields[3]), int(fields[4] or 0) > 0
        else:
            length, transport, is_later = 40 + int(fields[2]), int(fields[3]), False
        following = list(following)
        extensions = EXTENSIONS if name == "ipv6" else ("ah",)
        while following and following[0] in extensions and not is_later:
            extension = following.pop(0)
            is_later = extension == "ipv6.fraghdr" and int(self.take("ipv6.fraghdr.offset") or 0) > 0
            transport = int(self.take(EXTENSIONS[extension]) or transport)
        ports = (0, 0)
        protocol = PORTED.get(transport)
        if protocol and not is_later and following and following[0] == protocol:
            prefix = "udp" if protocol == "udplite" else protocol
            ports = tuple(int(self.take("%s.%s" % (prefix, end)) or 0) for end in ("srcport", "dstport"))
        return Packet(source, destination, transport, length, *ports)
