"""A watchlist and an inventory, and what they say of an address (sections 3 and 8)."""
import dataclasses
import ipaddress

from addresses import meant

PRECEDENCE = ["sinkhole", "backdoor", "c2", "malware", "scanner", "other"]


@dataclasses.dataclass(frozen=True)
class Entry:
    """One line of our own CSV. Times are Unix seconds, None without a bound; `valid_until` is exclusive."""

    prefix: str
    port: int = None
    protocol: int = None
    kind: str = "c2"
    label: str = ""
    valid_from: int = None
    valid_until: int = None

    @property
    def network(self):
        network = ipaddress.ip_network(self.prefix)
        version, start = meant((network.version, int(network.network_address)))
        return version, start, (32 if version == 4 else 128) - (network.max_prefixlen - network.prefixlen)

    def names(self, address):
        version, start, length = self.network
        shift = (32 if version == 4 else 128) - length
        return address[0] == version and address[1] >> shift == start >> shift

    def holds(self, seconds):
        """Whether it is valid at a time in seconds, which may be a fraction."""
        return (self.valid_from is None or self.valid_from <= seconds) and (
            self.valid_until is None or seconds < self.valid_until)


class List:
    def __init__(self, entries):
        self.entries = entries

    def naming(self, address):
        return [entry for entry in self.entries if entry.names(address)]

    def match(self, address, seconds, protocol, port):
        """Class, labels and whether the entry names the port; None where no entry fits. `port` is None without ports."""
        fitting = [entry for entry in self.naming(address) if entry.holds(seconds)
                   and entry.port in (None, port) and entry.protocol in (None, protocol)]
        if not fitting:
            return None

        def rank(entry):
            return entry.network[2], entry.port is not None, entry.protocol is not None

        best = max(map(rank, fitting))
        equals = [entry for entry in fitting if rank(entry) == best]
        kind = min((entry.kind for entry in equals), key=PRECEDENCE.index)
        labels = {entry.label for entry in equals if entry.kind == kind and entry.label}
        return kind, frozenset(labels), best[1]


class Inventory:
    """Services of hosts: {prefix: {(protocol, port), ...}}. The longest prefix speaks."""

    def __init__(self, services):
        self.services = [(ipaddress.ip_network(prefix), stated) for prefix, stated in services.items()]

    def stated(self, host):
        """The services of a host; an empty set where nothing is stated."""
        naming = [(network.prefixlen, services) for network, services in self.services
                  if network.version == host[0] and host[1] >> (network.max_prefixlen - network.prefixlen)
                  == int(network.network_address) >> (network.max_prefixlen - network.prefixlen)]
        return max(naming, key=lambda pair: pair[0])[1] if naming else set()
