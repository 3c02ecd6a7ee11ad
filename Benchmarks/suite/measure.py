"""Runs a command and says what it took: wall time, CPU time, memory, from wait4's account of the process
and of all it waited for.

Memory is that of the largest single process, not of the whole tree, and never less than this
program's own, because Linux counts a process's memory from before its exec.
"""

import os
import signal
import time
from dataclasses import dataclass
from statistics import median

# Seconds after which a command is ended: a program that hangs must not hold up the others.
LONGEST = 1800
# This program's own memory is under this many bytes, so that less than it can't be told.
LEAST_MEMORY = 22_000_000


@dataclass
class Run:
    wall: float  # Seconds.
    cpu: float  # Seconds, user and system.
    memory: int  # Bytes of the largest process.
    status: int  # Exit status; 128 and the signal's number if one ended it.


def run(command, log):
    """Runs `command` (for bash) with nothing on stdin and both outputs in the file `log`."""
    write = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, str(log), write, 0o600),
        (os.POSIX_SPAWN_DUP2, 1, 2),
    ]
    arguments = ["bash", "-c", "set -o pipefail\n" + command]
    start = time.monotonic()
    child = os.posix_spawnp("bash", arguments, os.environ, file_actions=actions, setpgroup=0)
    signal.signal(signal.SIGALRM, lambda *_: os.killpg(child, signal.SIGKILL))
    signal.alarm(LONGEST)
    try:
        _, status, usage = os.wait4(child, 0)
    except BaseException:
        os.killpg(child, signal.SIGKILL)
        raise
    finally:
        signal.alarm(0)
    wall = time.monotonic() - start
    code = os.waitstatus_to_exitcode(status)
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, code if code >= 0 else 128 - code)


def tail(log, count=300):
    """The end of what a command said, on one line."""
    with open(log, "rb") as file:
        file.seek(max(0, os.path.getsize(log) - count))
        return " ".join(file.read().decode("utf-8", "replace").split())


def wall(entry):
    """The wall time that counts: the median of the runs, in seconds."""
    return median(run.wall for run in entry.runs)


def best(entry):
    """The shortest wall time, in seconds."""
    return min(run.wall for run in entry.runs)
