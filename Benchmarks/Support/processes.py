"""Runs processes, and says what they took."""
import os
import subprocess
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Usage:
    """Seconds from start to end, seconds on processors, and the largest resident size in bytes."""

    seconds: float
    processor: float
    memory: int


def usage(command, errors=None):
    """Runs a command, whose output goes nowhere, and returns what it took; `errors` takes what it says beside that.

    Linux counts as resident what a process had before its `exec`, too: this program's own few megabytes.
    """
    start = time.perf_counter()
    with open(os.devnull, "wb") as nowhere:
        process = subprocess.Popen(command, stdout=nowhere, stderr=errors)
        _, status, used = os.wait4(process.pid, 0)
    elapsed = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Usage(elapsed, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)


def read_once(path):
    """Reads a file, so that it comes from the page cache from now on."""
    with open(path, "rb") as file:
        while file.read(1 << 20):
            pass
