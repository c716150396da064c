"""The rules of counting, written a second time: packets that another decoder read, put together by hour and origin."""
import collections
import ipaddress

import addresses

INTERNAL = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "fc00::/7", "fe80::/10"]

# What a decoder reads of one packet: addresses, the transport's number, the IP length as stated, and ports (0 without);
# `through` names the layers that it came through, where the decoder says.
Packet = collections.namedtuple(
    "Packet", "source destination transport length source_port destination_port through", defaults=[()])


class Networks:
    """Prefixes and addresses, as texts; single addresses may be many."""

    def __init__(self, texts):
        networks = [ipaddress.ip_network(text) for text in texts]
        self.single = {network.network_address for network in networks if network.prefixlen == network.max_prefixlen}
        self.wide = [network for network in networks if network.prefixlen < network.max_prefixlen]

    def __contains__(self, address):
        return address in self.single or any(
            address.version == network.version and address in network for network in self.wide)


UDP = 17


class Census:
    """Hosts, packets, bytes and flows by hour and origin."""

    def __init__(self, listed, internal):
        self.listed, self.internal = listed, internal
        self.cells = collections.defaultdict(lambda: [set(), 0, 0, set()])

    def key(self, seconds, packet):
        """The cell in which a packet counts; None when it does not."""
        ends = ((addresses.meant(packet.source), packet.source_port),
                (addresses.meant(packet.destination), packet.destination_port))
        inside = [address in self.internal for address, _ in ends]
        if inside[0] == inside[1]:
            return None
        (host, host_port), (origin, origin_port) = ends if inside[0] else ends[::-1]
        if origin not in self.listed:
            return None
        return seconds // 3600, str(origin), (packet.transport, str(host), host_port, origin_port)

    def counted(self, chain):
        """The outermost IP header of a chain that counts; None where none does.

        An inner packet from a host needs outer sources that are internal and around it no UDP to a foreign address, one to a
        host outer destinations that are internal.
        """
        for place, packet in enumerate(chain):
            if self.key(0, packet) is None:
                continue
            if addresses.meant(packet.source) in self.internal:
                agrees = all(outer.source in self.internal and (
                    outer.transport != UDP or outer.destination in self.internal) for outer in chain[:place])
            else:
                agrees = all(outer.destination in self.internal for outer in chain[:place])
            if agrees:
                return packet
        return None

    def add(self, seconds, chain):
        packet = self.counted(chain)
        if packet is None:
            return
        hour, origin, flow = self.key(seconds, packet)
        cell = self.cells[hour, origin]
        cell[0].add(flow[1])
        cell[1] += 1
        cell[2] += packet.length
        cell[3].add(flow)

    @property
    def rows(self):
        """{(hour, origin): (hosts, packets, bytes, flows)}"""
        return {key: (len(hosts), packets, length, len(flows))
                for key, (hosts, packets, length, flows) in self.cells.items()}
