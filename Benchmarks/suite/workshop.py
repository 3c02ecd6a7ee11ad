"""The files of a run: dumps, the lines they must become, places for answers. All of it goes with the run."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from . import contenders, jobs, machine
from .contenders import MAKE_DUMP, SCRATCH


class Unmeasurable(Exception):
    """A case can't be measured here; the argument says why."""


class Workshop:
    def __init__(self, size, has_python_judge, say):
        """`size` is that of the usual dump; a RAM disk holds all of a run, or the disk does."""
        self.say, self.has_python_judge = say, has_python_judge
        place = machine.room(size * 7, SCRATCH, memory_besides=4 * size)
        if place is None:
            raise Unmeasurable(f"{size * 7:,} bytes of files have no room in /dev/shm or {SCRATCH}")
        self.on_ram_disk = place != SCRATCH
        self.work = Path(tempfile.mkdtemp(prefix="sluice-bench-", dir=place))
        self.directories = [self.work]
        # What programs are told to write when nothing is to be kept. They could put a file in its place:
        # then it is this link that is lost, and no device.
        self.null = self.work / "null"
        self.null.symlink_to("/dev/null")
        self.log = self.work / "log"
        self.lines_of = {}

    def close(self):
        for directory in self.directories:
            shutil.rmtree(directory, ignore_errors=True)

    def room(self, size):
        """A directory where that many bytes more have room."""
        place = machine.room(size, SCRATCH)
        if place is None:
            raise Unmeasurable(f"{size:,} bytes of files have no room")
        for directory in self.directories:
            if directory.parent == place:
                return directory
        self.directories.append(Path(tempfile.mkdtemp(prefix="sluice-bench-", dir=place)))
        return self.directories[-1]

    def shell(self, command):
        """Runs a command of the suite's own; its failure is the suite's."""
        subprocess.run(["bash", "-c", "set -o pipefail\n" + command], check=True)

    def dump(self, shape, size, place=None):
        """A dump of that shape, made when first asked for."""
        path = (place or self.work) / f"{shape}-{size}.csv"
        if not path.exists():
            self.say(f"making a dump: {shape}, {size:,} bytes")
            self.shell(f"{MAKE_DUMP} --shape {shape} --size {size} --output {path} 2>/dev/null")
        return path

    def holds(self, command):
        """Whether a command succeeds."""
        return subprocess.run(["bash", "-c", "set -o pipefail\n" + command], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL).returncode == 0

    def drop(self, path):
        self.lines_of.pop(path, None)
        path.unlink(missing_ok=True)
        path.with_suffix(".lines").unlink(missing_ok=True)

    def drop_all(self):
        """Takes all dumps away: what follows needs the room."""
        for directory in self.directories:
            for path in directory.glob("*.csv"):
                self.drop(path)

    def lines(self, job, dump):
        """The lines that the job makes of a dump, by Python's csv, which is no relation of ours; by the C
        twin where Python has no YAML."""
        if dump not in self.lines_of:
            self.say(f"making the lines that {dump.name} must become")
            path = dump.with_suffix(".lines")
            task = jobs.Task(job, dump, path)
            judge = contenders.reference if self.has_python_judge else contenders.twin
            self.shell(f"{judge(task)} >{path} 2>/dev/null")
            self.lines_of[dump] = path
        return self.lines_of[dump]

    def place(self, kind):
        """An empty place for an answer: a file's path, or a directory."""
        path = self.work / "answer"
        shutil.rmtree(path, ignore_errors=True)
        path.unlink(missing_ok=True)
        if kind == "parts":
            path.mkdir()
        return path

    def size_of(self, path):
        """Bytes of an answer: of its .gz files if it is a directory."""
        files = path.glob("*.gz") if path.is_dir() else [path]
        return sum(file.stat().st_size for file in files)

    def differs(self, expected, path, keeps_order):
        """Whether an answer is not what the command `expected` prints. Lines are compared byte by byte;
        sorted ones where order is not kept."""
        actual = f"cat {path}"
        if path.is_dir():
            actual = f"ls -v {path}/*.gz | xargs gzip -dc"
        if not keeps_order:
            sort = f"LC_ALL=C sort -S 1G -T {self.work}"
            expected, actual = f"{expected} | {sort}", f"{actual} | {sort}"
        return not self.holds(f"cmp -s <({expected}) <({actual})")
