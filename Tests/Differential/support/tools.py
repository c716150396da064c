"""What the comparisons need beside Python, and where Flowcensus was built."""
import importlib.util
import os
import shutil
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
MODULES = {"dpkt", "scapy"}


def built():
    return os.path.join(ROOT, ".build", "release", "flowcensus")


def require(*names):
    """Ends with status 2 where a module or a command is missing, and says how to install it."""
    missing = [name for name in names if not is_there(name)]
    if missing:
        print("NOT TESTED: %s not installed; see Tests/Differential/README.md" % ", ".join(missing), file=sys.stderr)
        sys.exit(2)


def is_there(name):
    return importlib.util.find_spec(name) is not None if name in MODULES else shutil.which(name) is not None
