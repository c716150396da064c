"""Holds what was counted against the truth; ends the run with the first number that differs."""
import itertools
import json
import sys


def packets(truth_path):
    with open(truth_path, encoding="utf-8") as file:
        return json.load(file)["capture"]["packets"]


def check_export(export_path, truth_path):
    """Compares the first columns of the export with the truth, line by line; returns the number of rows."""
    rows = 0
    with open(export_path, encoding="utf-8") as export, open(truth_path, encoding="utf-8") as truth:
        for counted, true in itertools.zip_longest(export, truth, fillvalue="\n"):
            counted = ",".join(counted.rstrip("\n").split(",")[:15])
            if counted != true.rstrip("\n"):
                sys.exit(f"row {rows} of the export differs:\n  counted {counted}\n  truth   {true}")
            rows += 1
    return rows - 1
