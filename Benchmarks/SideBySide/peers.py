"""Other tools that can be made to give the same counts, where they are installed."""
import re
import shutil
import subprocess
import sys

# The programs of each peer.
NEEDED = {"nfdump": ("nfpcapd", "nfdump"), "tshark": ("tshark",)}
# Start, both ends, packets.
NFDUMP_FIELDS = "fmt:%ts %sa %da %pkt"


def installed():
    """The peers that are there; says which are not."""
    missing = {peer: [tool for tool in tools if not shutil.which(tool)] for peer, tools in NEEDED.items()}
    for peer, tools in missing.items():
        if tools:
            print(f"*** {peer} IS NOT COMPARED: {' and '.join(tools)} not installed ***", file=sys.stderr)
    return [peer for peer, tools in missing.items() if not tools]


def version(peer):
    option = {"nfdump": "-V", "tshark": "--version"}[peer]
    text = subprocess.run([peer, option], capture_output=True, text=True).stdout
    number = re.search(r"\d+\.\d+\.\d+", text)
    return f"{peer} {number.group() if number else 'of unknown version'}"


def write_filter(addresses, path):
    """nfdump's way to say a list."""
    with open(path, "w", encoding="ascii") as file:
        file.write("ip in [\n" + "".join(f"{address}\n" for address in sorted(addresses)) + "]\n")


def nfdump(capture, flows, list_filter):
    """Captures to flows, and the flows with listed addresses by both ends: the hosts of every origin.

    Flows end after an hour of silence or of life at the earliest, for the fewest flows, which is fastest. They are put
    together across hours, which is fair on a capture that lies within one.
    """
    return [
        ["nfpcapd", "-r", capture, "-l", flows, "-t", "3600", "-e", "3600,3600"],
        ["nfdump", "-R", flows, "-q", "-N", "-f", list_filter, "-A", "srcip,dstip", "-o", NFDUMP_FIELDS],
    ]


def nfdump_by_hour(capture, flows, list_filter):
    """The same for captures of several hours, as well as it can: single flows, cut every five minutes."""
    return [
        ["nfpcapd", "-r", capture, "-l", flows, "-t", "3600", "-e", "300,60"],
        ["nfdump", "-R", flows, "-q", "-N", "-f", list_filter, "-o", NFDUMP_FIELDS],
    ]


def tshark(capture):
    """The fields that counting needs, of every frame; what is made of them is left out of the time, in its favour."""
    fields = ["-e", "frame.time_epoch", "-e", "ip.src", "-e", "ip.dst"]
    return ["tshark", "-n", "-r", capture, "-T", "fields", *fields]
