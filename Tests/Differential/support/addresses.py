"""Makes a list of the addresses that stand in a capture."""
import ipaddress
import re

LARGEST_LIST = 2000
# An IPv4 header of 20 bytes, wherever it stands: version and length, and the addresses twelve bytes on.
IPV4 = re.compile(rb"\x45.{11}(.{4})(.{4})", re.DOTALL)
IPV6 = re.compile(rb"[\x60-\x6f].{7}(.{16})(.{16})", re.DOTALL)
OUTSIDE = ["198.51.100.7", "2001:db8::7"]


NAT64 = ipaddress.ip_network("64:ff9b::/96")


def meant(address):
    """The IPv4 address of an IPv4-mapped one and of one in a NAT64 prefix; any other as it stands."""
    if address.version == 6 and (address.ipv4_mapped or address in NAT64):
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address


def is_special(address):
    """Whether no list may name it."""
    return (address.is_loopback or address.is_multicast or address.is_link_local or address.is_unspecified
            or address.is_reserved)


def is_listed(address):
    return not (is_special(address) or address.is_private and address.version == 4)


def found(path, largest=LARGEST_LIST):
    """What may be addresses, found in the bytes without reading any header right."""
    with open(path, "rb") as file:
        data = file.read()
    found_addresses = set()
    for pattern, kind in ((IPV4, ipaddress.IPv4Address), (IPV6, ipaddress.IPv6Address)):
        for match in pattern.finditer(data):
            found_addresses.update(kind(group) for group in match.groups())
            if len(found_addresses) > largest:
                break
    return found_addresses


def list_of(path, target):
    """Writes a list of the addresses that may be origins."""
    listed = [str(address) for address in found(path) if is_listed(address)] + OUTSIDE
    with open(target, "w", encoding="utf-8") as file:
        file.write("\n".join(listed) + "\n")
    return target
