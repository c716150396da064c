"""Times whole processes, and compares times that were taken in turn."""
import os
import shutil
import statistics
import subprocess
import time


def seconds(commands):
    """How long commands take that are run one after the other; an empty folder is made for those that name one."""
    elapsed = 0.0
    for command in commands:
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        elapsed += time.perf_counter() - start
    return elapsed


def peak_memory(command):
    """The largest resident size of a process, in bytes."""
    with open(os.devnull, "wb") as nowhere:
        process = subprocess.Popen(command, stdout=nowhere, stderr=nowhere)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command)
    return usage.ru_maxrss * 1024


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
