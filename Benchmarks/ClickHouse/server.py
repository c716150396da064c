"""A ClickHouse server of a benchmark's own, and what commands on it take."""
import glob
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


class Server:
    """Debian's server in a folder."""

    def __init__(self, folder):
        folder.mkdir()
        self.engine = subprocess.Popen(
            ["python3", str(ROOT / "Tests/Engines/engine"), "debian", str(folder)], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE)
        self.port = int(self.engine.stdout.readline())
        config = (folder / "config.xml").read_text()
        self.native = config.split("<tcp_port>")[1].split("<")[0]
        self.process = next(
            int(path.split("/")[2]) for path in glob.glob("/proc/[0-9]*/cmdline")
            if f"--config-file={folder}/config.xml" in open(path, errors="replace").read())

    def client(self, *more):
        return ["clickhouse-client", "--port", self.native, *more]

    def ask(self, statement):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        return opener.open(f"http://127.0.0.1:{self.port}/", statement.encode()).read()

    @property
    def processor(self):
        """Seconds on processors so far."""
        numbers = open(f"/proc/{self.process}/stat").read().rsplit(")", 1)[1].split()
        return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")

    def store(self, database):
        return f"clickhouse://127.0.0.1:{self.port}/{database}"

    def end(self):
        self.engine.stdin.close()
        self.engine.wait()


def took(server, command, source=None, output=None):
    """Seconds, and seconds on processors of a command and the server."""
    before, start = server.processor, time.perf_counter()
    with open(source or os.devnull, "rb") as rows, open(output or os.devnull, "wb") as answer, \
            tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdin=rows, stdout=answer, stderr=errors)
        _, status, used = os.wait4(process.pid, 0)
        elapsed = time.perf_counter() - start
        if status:
            errors.seek(0)
            sys.exit(f"{command}: {errors.read().decode(errors='replace')}")
    # What is merged behind it is of the same rows whoever put them there.
    return elapsed, used.ru_utime + used.ru_stime + server.processor - before
