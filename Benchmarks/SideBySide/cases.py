"""What is measured: captures, each with its list, and the commands that are run on them."""
import os
from dataclasses import dataclass

import building

SMALL, LARGE, PREFIXES = 13_408, 1_000_000, 100_000
FULL = 20_000_000


@dataclass(frozen=True)
class Case:
    """A capture of benchmark-captures. `share` is how many of the frames asked for it has."""

    name: str
    kind: str = "minimum"
    share: float = 1
    matching: int = 10
    distribution: str = "uniform"
    listed: int = SMALL
    prefixes: int = 0


MINIMUM = Case("minimum size, 1 % matching")
IMIX = Case("IMIX, 1 % matching", "imix", 0.25)
NOTHING = Case("minimum size, nothing matching", matching=0)
SOME = Case("minimum size, 5 % matching", matching=50)
BIG_LIST = Case("minimum size, 1,000,000 addresses and 100,000 prefixes", listed=LARGE, prefixes=PREFIXES)
FLOOD = Case("all matching, 2,000,000 flows", "flows", matching=1000)
DISTRIBUTIONS = [
    Case("minimum size, heavy-tailed addresses", distribution="heavy"),
    Case("minimum size, sequential addresses", distribution="sequential"),
    Case("minimum size, all from one /24 beside a listed address", distribution="neighbours"),
    Case("minimum size, all from /24s of listed addresses", distribution="shadows"),
    Case("minimum size, chosen to collide in the screen", distribution="colliding"),
]
ALL = [MINIMUM, IMIX, NOTHING, SOME, *DISTRIBUTIONS, BIG_LIST, FLOOD]


@dataclass(frozen=True)
class Bench:
    """Where the programs are, and a folder for captures."""

    folder: str
    loop: str
    match: str
    generator: str
    flowcensus: str
    frames: int
    runs: int

    def make(self, case, name="capture", frames=None):
        """Writes a case's capture and list, and reads the capture once; returns both paths and the number of frames."""
        count = frames or max(1, int(self.frames * case.share))
        capture, watchlist = os.path.join(self.folder, f"{name}.pcap"), os.path.join(self.folder, f"{name}.txt")
        building.capture(
            self.generator, capture, watchlist, case.kind, count, case.matching, case.distribution, case.listed,
            case.prefixes)
        with open(capture, "rb") as file:
            while file.read(1 << 20):
                pass
        return capture, watchlist, count

    def replay(self, capture, watchlist, jobs=1):
        return [building.replay(self.flowcensus, capture, watchlist, jobs)]

    def common(self, capture, watchlist):
        """The commands that run on every capture, by the name under which their times are kept."""
        return {
            "L": [[self.loop, capture]],
            "reading": [["dd", f"if={capture}", "of=/dev/null", "bs=512k", "status=none"]],
            "expert": [[self.match, capture, watchlist]],
            "one": self.replay(capture, watchlist, 1),
            "two": self.replay(capture, watchlist, 2),
        }
