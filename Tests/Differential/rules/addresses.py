"""Addresses as (version, number), and networks of them."""
import ipaddress

INTERNAL = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "fc00::/7", "fe80::/10"]
NAT64, MAPPED = 0x0064FF9B << 96, 0xFFFF << 32


def address(text):
    parsed = ipaddress.ip_address(text)
    return parsed.version, int(parsed)


def text(value):
    version, number = value
    return str(ipaddress.IPv4Address(number) if version == 4 else ipaddress.IPv6Address(number))


def meant(value):
    """The IPv4 address that an address in 64:ff9b::/96, or an IPv4-mapped one, stands for; else the address itself."""
    version, number = value
    if version == 6 and number >> 32 in (NAT64 >> 32, MAPPED >> 32):
        return 4, number & 0xFFFFFFFF
    return value


class Networks:
    """A set of prefixes."""

    def __init__(self, texts):
        self.prefixes = []
        for one in texts:
            network = ipaddress.ip_network(one)
            shift = network.max_prefixlen - network.prefixlen
            self.prefixes.append((network.version, int(network.network_address) >> shift, shift))

    def __contains__(self, value):
        version, number = value
        return any(version == own and number >> shift == start for own, start, shift in self.prefixes)
