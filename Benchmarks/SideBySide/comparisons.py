"""The measurements: each takes a `Bench`, checks answers, takes times in turn, and gives numbers by name."""
import os
import sys

import answers
import building
import cases
import measuring
import peers


def check(bench, capture, watchlist):
    """Ends the run unless the expert's program and ours count the same packets and the same (hour, origin, host)."""
    mine = answers.ours(bench.flowcensus, capture, watchlist)
    expert = answers.experts(bench.match, capture, watchlist)
    if answers.totals(mine) != expert:
        sys.exit(f"the answers differ: ours {answers.totals(mine)}, the expert's {expert} (packets, triples)")
    return mine


def case(bench, case):
    """One capture: reading alone, the expert's program, ours with one job and with two, in units of L."""
    capture, watchlist, _ = bench.make(case)
    check(bench, capture, watchlist)
    rounds = measuring.Rounds(bench.common(capture, watchlist), bench.runs)
    row = {name: rounds.ratio(name, "L") for name in ("reading", "expert", "one", "two")}
    return row | {"name": case.name, "L": rounds.median("L"), "scaling": rounds.ratio("two", "one")}


def with_peers(bench, case, found):
    """A quarter of the frames of a case, and a hundredth for tshark, whose time is scaled by the number of frames."""
    frames = int(bench.frames * case.share)
    capture, watchlist, count = bench.make(case, frames=max(1, frames // 4))
    mine, listed = check(bench, capture, watchlist), answers.listed_addresses(watchlist)
    commands, words = bench.common(capture, watchlist), {}
    flows, list_filter = os.path.join(bench.folder, "flows"), os.path.join(bench.folder, "filter")
    prepare, scale = lambda: measuring.empty_folder(flows), 1
    prepare()
    if "nfdump" in found:
        peers.write_filter(listed, list_filter)
        steps = peers.nfdump(capture, flows, list_filter)
        words["nfdump"] = answers.difference(mine, answers.nfdumps(steps, listed))
        commands["nfdump"] = steps
    if "tshark" in found:
        small, small_list, small_count = bench.make(case, "small", max(1, frames // 100))
        mine = answers.ours(bench.flowcensus, small, small_list)
        words["tshark"] = answers.difference(mine, answers.tsharks(peers.tshark(small), listed))
        commands["tshark"], scale = [peers.tshark(small)], count / small_count
    for peer in [peer for peer, difference in words.items() if difference]:
        del commands[peer]
    rounds = measuring.Rounds(commands, bench.runs, prepare)
    row = {name: rounds.ratio(name, "L") for name in commands if name != "L"}
    if "tshark" in row:
        row["tshark"] *= scale
    return row | {"name": case.name, "frames": count, "L": rounds.median("L"), "words": words}


def long_flows(bench):
    """In words, what nfdump makes of the sample, whose flows live for more than an hour."""
    samples = os.path.join(building.ROOT, "Samples")
    capture, watchlist = os.path.join(samples, "sample.pcap"), os.path.join(samples, "watchlist.csv")
    mine = answers.ours(bench.flowcensus, capture, watchlist)
    mine = {(hour, origin): counts for (hour, origin), counts in mine.items() if ":" not in origin}
    listed = {origin for _, origin in mine}
    flows, list_filter = os.path.join(bench.folder, "flows"), os.path.join(bench.folder, "filter")
    measuring.empty_folder(flows)
    peers.write_filter(listed, list_filter)
    return answers.difference(mine, answers.nfdumps(peers.nfdump_by_hour(capture, flows, list_filter), listed))


def list_size(bench):
    """The large list against the small one with one job, the time on a capture of one frame taken off both."""
    commands = {}
    for name, one in (("small", cases.MINIMUM), ("large", cases.BIG_LIST)):
        capture, watchlist, _ = bench.make(one, name)
        single, _, _ = bench.make(one, f"{name}-single", frames=1)
        commands[name] = bench.replay(capture, watchlist)
        commands[f"{name} loading"] = bench.replay(single, watchlist)
    rounds = measuring.Rounds(commands, bench.runs)
    return rounds.median_of(
        lambda times: (times["large"] - times["large loading"]) / (times["small"] - times["small loading"]))


def matching_share(bench):
    """5 % matching against none, with one job."""
    commands = {}
    for name, one in (("none", cases.NOTHING), ("some", cases.SOME)):
        capture, watchlist, _ = bench.make(one, name)
        commands[name] = bench.replay(capture, watchlist)
    return measuring.Rounds(commands, bench.runs).ratio("some", "none")


def loading(bench):
    """Seconds to read and compile 1,000,000 addresses: a process on one frame, less one with a list of one address."""
    commands = {}
    for name, listed in (("million", cases.LARGE), ("one", 1)):
        capture, watchlist, _ = bench.make(cases.Case(name, matching=0, listed=listed), name, frames=1)
        commands[name] = bench.replay(capture, watchlist)
    return measuring.Rounds(commands, bench.runs).median_of(lambda times: times["million"] - times["one"])


def peak_memory(bench):
    """Bytes at the most while replaying IMIX without a match on every core, and the capture's bytes: 2 GB of a full run."""
    frames = max(1, 5_330_000 * bench.frames // cases.FULL)
    capture, watchlist, _ = bench.make(cases.Case("memory", "imix", matching=0), frames=frames)
    command = building.replay(bench.flowcensus, capture, watchlist, os.cpu_count())
    return max(measuring.peak_memory(command) for _ in range(bench.runs)), os.path.getsize(capture)
