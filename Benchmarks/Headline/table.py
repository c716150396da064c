"""The numbers as Markdown, and their place in Benchmarks/README.md."""
from dataclasses import dataclass
from datetime import datetime, timezone

import processes
import readme


@dataclass(frozen=True)
class Measured:
    words: str
    packets: int
    capture_bytes: int
    rows: int
    store_bytes: int
    simulation: processes.Usage
    replay: processes.Usage
    export: processes.Usage
    report: processes.Usage
    flood: tuple

    def rates(self, kind):
        """Packets a second of the case and of the flood, by `seconds` or by `processor`."""
        frames, used = self.flood
        return self.packets / getattr(self.replay, kind), frames / getattr(used, kind)


def bounds(measured):
    """Rows of (what, bound, measured, whether it holds)."""
    memory = max(measured.replay.memory, measured.report.memory)
    rate, flood = measured.rates("seconds")
    share = rate / flood
    return [
        ("replay into a store, packets/s against the flood's, 2 jobs", "1/3 or more", f"{share:.2f}", share >= 1 / 3),
        ("report", "under 20 s", f"{measured.report.seconds:.1f} s", measured.report.seconds < 20),
        ("peak memory of replay and report", "under 1 GB", f"{memory / 1e9:.2f} GB", memory < 1e9),
        ("store", "under 1 GB", f"{measured.store_bytes / 1e9:.2f} GB", measured.store_bytes < 1e9),
    ]


def steps(measured):
    """Rows of (step, seconds, peak memory, what came of it)."""
    rate = measured.packets / measured.replay.seconds
    speed = measured.capture_bytes / 1e6 / measured.simulation.seconds
    return [
        ("simulate", measured.simulation, f"{measured.capture_bytes / 1e9:.2f} GB of captures, {speed:.0f} MB/s"),
        ("replay", measured.replay, f"{rate:,.0f} packets/s"),
        ("export", measured.export, f"{measured.rows:,} rows, all as the truth has them; a range of hours has the same rows, before and after pruning"),
        ("report", measured.report, "every number as the truth has it"),
    ]


def text(measured):
    day = datetime.now(timezone.utc).strftime("%Y-%m-%d")
    lines = [f"{measured.packets:,} packets, {day}. The statement, every number of it exact:", ""]
    lines += [f"> {measured.words}", "", "| step | time | processor time | peak memory | |", "| --- | --- | --- | --- | --- |"]
    for name, used, words in steps(measured):
        cells = [name, f"{used.seconds:.1f} s", f"{used.processor:.1f} s", f"{used.memory / 1e6:,.0f} MB", words]
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", "| must hold | bound | measured | |", "| --- | --- | --- | --- |"]
    for name, bound, value, holds in bounds(measured):
        lines.append(f"| {name} | {bound} | {value} | {'held' if holds else 'missed'} |")
    (_, flood), (work, flood_work) = measured.rates("seconds"), measured.rates("processor")
    lines += [
        "", f"The flood it is compared with, counted in memory in the same run: {flood:,.0f} packets/s. By processor time, which "
        f"others on the machine do not lengthen, it is {work:,.0f} against {flood_work:,.0f} packets/s."]
    return "\n".join(lines)


def write(text):
    readme.replace("headline", text)
