#!/usr/bin/env python3
"""Holds the census against a second implementation of its rules, over random captures.

    python3 Tests/Differential/rules [--count 20] [--spells 100] [--seed N] [--flowcensus COMMAND]

Every capture has a seed of its own, from --seed on: the list, the inventory, the options and the packets follow from it, so
that `--count 1 --seed N` gives one of them again. Compared are `flows`, and `export` by three groupings and by host, each
column but the country. A capture that differs is cut down to the packets that make the difference, which are printed.
"""
import argparse
import csv
import io
import os
import random
import struct
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import census
import lists
import traffic

PROTOCOLS = {6: "tcp", 17: "udp"}
GROUPINGS = ["origin", "class", "hour", "day", "month", "label", "total"]
MINIMA = ["probed", "served", "attempted", "answered", "exchanged", "intruded"]
FLOW_COLUMNS = ("initiator", "grade", "label", "host_packets", "host_bytes", "host_payload", "origin_packets", "origin_bytes",
                "origin_payload", "first_seen", "last_seen", "matched")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--spells", type=int, default=100)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    parser.add_argument("--flowcensus", default=os.path.join(HERE, "../../../.build/release/flowcensus"))
    return parser.parse_args()


class Trial:
    """One scene, counted by both."""

    def __init__(self, command, scene, folder):
        self.command, self.scene, self.folder = command, scene, folder
        choices = random.Random(len(scene.frames))
        self.minimum, self.groupings = choices.choice(MINIMA), ["origin,hour", *choices.sample(GROUPINGS, 2)]

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, frames):
        with open(self.path("in.pcap"), "wb") as file:
            file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, self.scene.link))
            for frame in frames:
                file.write(struct.pack("<IIII", *divmod(frame.time, 1_000_000), len(frame.data), frame.original) + frame.data)
        with open(self.path("list.csv"), "w", encoding="utf-8") as file:
            file.write("address,port,protocol,class,label,valid_from,valid_until\n")
            for entry in self.scene.entries:
                file.write(",".join([
                    entry.prefix, str(entry.port or ""), PROTOCOLS.get(entry.protocol, ""), entry.kind, entry.label,
                    date(entry.valid_from), date(entry.valid_until)]) + "\n")
        with open(self.path("assets.csv"), "w", encoding="utf-8") as file:
            file.write("prefix,name,kind,sector,contact,services\n")
            for prefix, services in self.scene.services.items():
                stated = " ".join("%s/%d" % (PROTOCOLS[protocol], port) for protocol, port in sorted(services))
                file.write("%s,n,server,s,c@example.net,%s\n" % (prefix, stated))

    def run(self, *words):
        done = subprocess.run(
            [*self.command, *words], capture_output=True, text=True, errors="replace", check=False, timeout=60)
        if done.returncode not in (0, 3):
            raise Failure("status %d of %s: %s" % (done.returncode, words, done.stderr[-500:]))
        return done

    def replay(self):
        for name in ("c.db", "c.db-wal", "c.db-shm"):
            if os.path.exists(self.path(name)):
                os.remove(self.path(name))
        options = ["--tunnels", "outermost"] if self.scene.outermost else []
        options += ["--tunnel-peers", ",".join(self.scene.peers)] if self.scene.peers else []
        return self.run("replay", self.path("in.pcap"), "--watchlist", self.path("list.csv"), "--store", self.path("c.db"),
                        *options).stderr

    def ask(self, *words):
        words += ("--store", self.path("c.db"))
        words += ("--assets", self.path("assets.csv")) if self.scene.services else ()
        words += ("--one-way",) if self.scene.one_way else ()
        return list(csv.DictReader(io.StringIO(self.run(*words).stdout)))

    def differences(self, frames, first_only=False):
        """Pairs of rows, ours and theirs, that differ."""
        self.write(frames)
        self.said = self.replay()
        scene = self.scene
        counted = census.Census(lists.List(scene.entries), peers=scene.peers, outermost=scene.outermost)
        for frame in frames:
            counted.add(frame)
        self.rows = census.Rows(counted, lists.Inventory(scene.services), scene.one_way)
        found = compared("flows", self.flows(), self.rows.flows())
        if found and first_only:
            return found
        for by in self.groupings:
            found += compared("export --by %s" % by, self.counts(by), self.expected(by))
        found += compared("export --by host", self.hosts(), {row[0]: row[1:] for row in self.rows.hosts()})
        return found

    def flows(self):
        keys = ("hour", "protocol", "host", "host_port", "origin", "origin_port", "class")
        return {tuple(row[key] for key in keys): tuple(row[column] for column in FLOW_COLUMNS) for row in self.ask("flows")}

    def counts(self, by):
        rows = self.ask("export", "--by", by, "--min-grade", self.minimum)
        keys = ("hour", "origin", "class", "label")
        return {tuple(row[key] for key in keys): tuple(row[column] for column in census.COLUMNS) for row in rows}

    def expected(self, by):
        return {row[:4]: row[4:] for row in self.rows.counts(by, self.minimum)}

    def hosts(self):
        columns = ("grade", "origins", "hours", "flows", "packets", "bytes", "first_seen", "last_seen",
                   "labels", "top_origin")
        return {row["host"]: tuple(row[column] for column in columns) for row in self.ask("export", "--by", "host")}

    def reduced(self, found):
        """The fewest frames that still differ: those of one day that does, less one after the other."""
        days = [key[0][:10] for _, key, _, _ in found if key and key[0]]
        frames = [frame for frame in self.scene.frames if days and census.shown_time(frame.time).startswith(days[0])]
        if not frames or not self.differs(frames):
            frames = list(self.scene.frames)
        size = len(frames) // 2
        while size:
            place = 0
            while place < len(frames):
                fewer = frames[:place] + frames[place + size:]
                if self.differs(fewer):
                    frames = fewer
                else:
                    place += size
            size //= 2
        return frames

    def differs(self, frames):
        try:
            return bool(self.differences(frames, first_only=True))
        except Failure:
            return True


class Failure(Exception):
    pass


def date(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds)) if seconds is not None else ""


def compared(name, ours, theirs):
    theirs = {key: tuple(map(str, row)) for key, row in theirs.items()}
    return [(name, key, ours.get(key), theirs.get(key)) for key in sorted(ours.keys() | theirs.keys())
            if ours.get(key) != theirs.get(key)]


def show(seed, trial, frames, found):
    scene = trial.scene
    print("SEED %d: link type %d, %s%s, peers %s, services %s" % (
        seed, scene.link, "outermost" if scene.outermost else "innermost", ", one way" if scene.one_way else "",
        scene.peers, scene.services))
    for entry in scene.entries:
        print("  list %s" % (entry,))
    for frame in frames:
        print("  %s %d of %d: %s" % (census.shown_time(frame.time), len(frame.data), frame.original, frame.data.hex()))
    for name, key, ours, theirs in found[:6]:
        print("  %s %s\n    command %s\n    rules   %s" % (name, key, ours, theirs))
    sys.stdout.flush()


def main():
    chosen = arguments()
    print("seed %d" % chosen.seed, flush=True)
    findings, rows = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(chosen.seed, chosen.seed + chosen.count):
            trial = Trial(chosen.flowcensus.split(), traffic.Scene(seed, chosen.spells), folder)
            try:
                found = trial.differences(trial.scene.frames)
                rows += len(trial.rows.judged)
            except Failure as failure:
                found = [(str(failure), "", "", "")]
            if found:
                findings += 1
                frames = trial.reduced(found)
                try:
                    found = trial.differences(frames)
                except Failure as failure:
                    found = [(str(failure), "", "", "")]
                show(seed, trial, frames, found)
    print("%d captures, %d flows, %d captures differ" % (chosen.count, rows, findings))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
