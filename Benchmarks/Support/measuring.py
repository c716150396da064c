"""Times whole processes, and compares times that were taken in turn."""
import os
import shutil
import statistics
import subprocess
import sys
import time


def seconds(commands):
    """How long commands take that are run one after the other; an empty folder is made for those that name one."""
    elapsed = 0.0
    for command in commands:
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        elapsed += time.perf_counter() - start
    return elapsed


# Runs a command and prints its largest resident size in KiB.
PEAK_MEMORY = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
print(usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def peak_memory(command):
    """The largest resident size of a process, in bytes.

    Linux counts what a process had before its `exec`, which is what the one that started it has: so it is started by
    a small one, and not by this one with its captures' answers in memory.
    """
    measure = [sys.executable, "-I", "-S", "-c", PEAK_MEMORY, *command]
    return int(subprocess.run(measure, capture_output=True, check=True, text=True).stdout) * 1024


def empty_folder(path):
    shutil.rmtree(path, ignore_errors=True)
    os.makedirs(path)


class Rounds:
    """Times by name, taken in rounds: in each round every command runs once, so that a slow moment meets all of them."""

    def __init__(self, commands, runs, prepare=lambda: None):
        """`commands` are lists of commands by name; `prepare` is called before each round."""
        self.rounds = []
        for _ in range(runs):
            prepare()
            self.rounds.append({name: seconds(steps) for name, steps in commands.items()})

    def median(self, name):
        return statistics.median(times[name] for times in self.rounds)

    def ratio(self, over, under):
        return self.median_of(lambda times: times[over] / times[under])

    def median_of(self, value):
        """The median over the rounds of what `value` makes of the times of one."""
        return statistics.median(value(times) for times in self.rounds)
