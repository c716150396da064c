"""Runs Flowcensus on a capture, bounded in time, and reads what it says."""
import csv
import io
import re
import resource
import subprocess

SEEN = re.compile(r"(\d+) packets seen, (\d+) decoded, (\d+) not decoded, (\d+) matched")
CPU_SECONDS = 5
WALL_SECONDS = 120


class Outcome:
    """How a run ended, and what it counted; the counts are None where no capture was counted."""

    def __init__(self, status, output, errors):
        self.status, self.output, self.errors = status, output, errors
        found = SEEN.search(errors)
        self.seen, self.decoded, self.undecoded, self.matched = map(int, found.groups()) if found else [None] * 4

    @property
    def is_sound(self):
        """Whether it ended as it may, with an account that adds up."""
        return self.status in (0, 1, 3) and (self.seen is None or self.seen == self.decoded + self.undecoded)

    @property
    def rows(self):
        return list(csv.DictReader(io.StringIO(self.output)))


def bounded():
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(command, *arguments, limit=bounded):
    """Runs a command. One of over five seconds of CPU time ends by a signal, and is not a sound one."""
    try:
        done = subprocess.run(
            [*command, *arguments], capture_output=True, text=True, errors="replace", timeout=WALL_SECONDS,
            preexec_fn=limit)
    except subprocess.TimeoutExpired:
        return Outcome("over %d seconds" % WALL_SECONDS, "", "")
    return Outcome(done.returncode, done.stdout, done.stderr)


def replay(command, capture, watchlist, *options, limit=bounded):
    """Replays a capture into memory."""
    return run(command, "replay", capture, "--watchlist", watchlist, "--store", ":memory:", *options, limit=limit)
