"""Builds what benchmarks run, and makes the captures they run it on."""
import json
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def swift_product(name):
    """Builds a product for release; returns its path."""
    environment = dict(os.environ, FLOWCENSUS_BENCHMARKS="1")
    command = ["swift", "build", "-c", "release", "--product", name]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=sys.stderr)
    return os.path.join(ROOT, ".build", "release", name)


def c_program(source, target):
    """Compiles a C program that uses libpcap; returns its path."""
    subprocess.run(["cc", "-O2", "-Wall", "-Wextra", "-Werror", "-o", target, source, "-lpcap"], check=True)
    return target


def runtime_library_paths():
    """Where the toolchain keeps the libraries that a Swift program needs at run time."""
    command = ["swift", "-print-target-info"]
    info = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return info["paths"]["runtimeLibraryPaths"]


def capture(generator, path, watchlist, kind, frames, matching=0, distribution="uniform", listed=13_408, prefixes=0):
    """Writes a capture and its list; the arguments are those of benchmark-captures, `matching` in thousandths."""
    numbers = [str(frames), str(matching), distribution, str(listed), str(prefixes)]
    subprocess.run([generator, kind, *numbers, path, watchlist], check=True)
    return path


def replay(flowcensus, capture, watchlist, jobs):
    """The command that counts a capture in memory and prints the hourly counts."""
    command = [flowcensus, "replay", capture, "--watchlist", watchlist, "--store", ":memory:"]
    return command + ["--jobs", str(jobs)]
