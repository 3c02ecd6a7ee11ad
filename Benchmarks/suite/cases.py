"""What is measured: each case a list of entries, which run in turn, round after round, after the answer
of each was found to be right.
"""

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Callable

from . import jobs
from .contenders import PYTHON, ROOT, SLUICE, SLUICE_ITSELF, SMALLER_LEVEL, twin
from .measure import run, tail

# A contender slower than this, in seconds, is not run again: the run whose answer was checked counts.
SLOW = 30
# Sizes of the growth, in tenths of the usual one, and the bytes that a round of it should at least read.
GROWTH = (1, 3, 10, 30, 80)
SHORT = 1_000_000_000
NAMES = ("plain", "parts", "gzip", "pipe", "lanes", "check", "rows", "wide", "long", "quoted", "tiny", "growth")


@dataclass
class Entry:
    """One row of a case. `command` makes a command from the place its answer goes to."""

    name: str
    command: Callable
    kind: str = "lines"  # What the place is: a file of lines, a directory for parts; none: /dev/null.
    expected: str = ""  # A command that prints what the answer must be.
    proof: str = ""  # A command that succeeds if the answer is right, where none is kept.
    keeps_order: bool = True
    is_limit: bool = False  # No contender: a part of the work, by the program known for it.
    note: str = ""
    repeats: int = 1  # Runs in a round, for short ones.
    status: str = "right"
    answer_size: int = 0
    runs: list = field(default_factory=list)


@dataclass
class Case:
    name: str
    title: str
    size: int  # Bytes of the dump, or of what else a rate is counted in.
    entries: list
    done: Callable = lambda: None  # Takes the case's files away.


def measure(case, workshop, rounds):
    """Checks every entry's answer, then times those that are right."""
    for entry in case.entries:
        workshop.say(f"{case.name}: {entry.name}")
        check(entry, workshop)
    timed = [entry for entry in case.entries if entry.status == "right" and not entry.runs]
    for _ in range(rounds):
        for entry in timed:
            for _ in range(entry.repeats):
                place = workshop.place("parts") if entry.kind == "parts" else workshop.null
                entry.runs.append(run(entry.command(place), workshop.log))
                if entry.runs[-1].status != 0:
                    entry.status, entry.runs = f"failed later on: {tail(workshop.log)}", []
                    break
        timed = [entry for entry in timed if entry.status == "right"]
    workshop.place("lines")
    case.done()


def check(entry, workshop):
    """Runs an entry once. Sets its status and its answer's size, and its only run if it is slow."""
    place = workshop.null if entry.kind == "none" else workshop.place(entry.kind)
    once = run(entry.command(place), workshop.log)
    if once.status != 0:
        entry.status = f"failed with {once.status}: {tail(workshop.log)}"
        return
    if entry.kind != "none":
        entry.answer_size = workshop.size_of(place)
    is_wrong = entry.expected and workshop.differs(entry.expected, place, entry.keeps_order)
    if is_wrong or (entry.proof and not workshop.holds(entry.proof)):
        entry.status = "wrong answer"
    elif once.wall > SLOW:
        entry.runs = [once]


# ---- The cases


class Cases:
    """Makes cases by name. `peers` are the contenders that are here."""

    def __init__(self, workshop, peers, size):
        self.workshop, self.peers, self.size = workshop, peers, size
        self.pairs = jobs.load("crm-pairs")

    def made_by(self, name):
        """Functions that make the cases of a name, to be called one after another."""
        if name == "growth":
            sizes = [self.size * tenths // 10 for tenths in GROWTH]
            return [lambda size=size: self.growth(size) for size in sizes]
        return [getattr(self, name)]

    def entries(self, task, kind, expected, names=None):
        """Sluice and its peers on a task, its target left open."""
        peers = [self.peers[name] for name in self.peers if names is None or name in names]
        made = []
        for contender in [SLUICE_ITSELF, *peers]:
            command = contender.lines if kind == "lines" else contender.parts
            notes = (contender.note, contender.parts_note if kind == "parts" else "")
            made.append(Entry(
                contender.name, lambda place, command=command: command(replace(task, target=place)), kind,
                expected, keeps_order=contender.keeps_order, note="; ".join(filter(None, notes))))
        return made

    def crm(self):
        """The usual dump, its task and its lines."""
        dump = self.workshop.dump("crm", self.size)
        return dump, jobs.Task(self.pairs, dump, Path()), self.workshop.lines(self.pairs, dump)

    def plain(self):
        dump, task, lines = self.crm()
        entries = self.entries(task, "lines", f"cat {lines}") + [
            limit("cat", f"cat {dump}", dump), limit("wc -l", f"wc -l {dump}")]
        return Case("plain", "Plain lines to /dev/null", dump.stat().st_size, entries)

    def parts(self):
        dump, task, lines = self.crm()
        entries = self.entries(task, "parts", f"cat {lines}")
        for peer in filter(lambda peer: peer.smaller, self.peers.values()):
            command = lambda place, peer=peer: peer.smaller(replace(task, target=place))
            note = f"one .gz file, level {SMALLER_LEVEL}: its fastest to come to a fifth of the lines, as sluice must"
            note = "; ".join(filter(None, (peer.note, note)))
            entries.append(Entry(f"{peer.name}, level {SMALLER_LEVEL}", command, "parts", f"cat {lines}",
                                 keeps_order=peer.keeps_order, note=note))
        for packer in ("igzip -1", "pigz -1", "pigz"):
            note = "the finished lines only packed" + (", level 6" if packer == "pigz" else "")
            entries.append(Entry(packer, lambda place, packer=packer: f"{packer} -c {lines} >{place}/lines.gz", "parts",
                                 f"cat {lines}", is_limit=True, note=note))
        return Case("parts", ".gz parts", dump.stat().st_size, entries)

    def gzip(self):
        dump, task, lines = self.crm()
        packed = Path(f"{dump}.gz")
        self.workshop.shell(f"pigz -c {dump} >{packed}")
        task = replace(task, dump=packed)
        entries = self.entries(task, "lines", f"cat {lines}", ("twin", "duckdb", "clickhouse", "polars")) + [
            limit("igzip -dc", f"igzip -dc {packed}", dump), limit("gzip -dc", f"gzip -dc {packed}", dump)]
        return Case("gzip", "Plain lines to /dev/null, from .gz (made by pigz)", dump.stat().st_size, entries,
                    lambda: self.workshop.drop(packed))

    def pipe(self):
        dump, task, lines = self.crm()
        through = replace(task, dump=Path("/dev/stdin"))
        entries = self.entries(through, "lines", f"cat {lines}", ("twin",))
        for entry in entries:
            inner = entry.command
            entry.command = lambda place, inner=inner: (
                f"cat {dump} | ({inner(Path('/dev/stdout'))}) | cat >{place}")
        entries.append(limit("cat", f"cat {dump} | cat | cat", dump))
        return Case("pipe", "From stdin to stdout, between two cats", dump.stat().st_size, entries)

    def lanes(self):
        dump, task, lines = self.crm()
        entries = []
        for count in range(1, len(os.sched_getaffinity(0)) + 1):
            for kind in ("lines", "parts"):
                made = self.entries(replace(task, lanes=count), kind, f"cat {lines}", ())[0]
                made.name = f"sluice, {kind}, {count} lane{'s' if count > 1 else ''}"
                entries.append(made)
        return Case("lanes", "Lanes", dump.stat().st_size, entries)

    def check(self):
        dump, task, lines = self.crm()
        parts = self.workshop.work / "checked"
        parts.mkdir()
        self.workshop.shell(SLUICE_ITSELF.parts(replace(task, target=parts)))
        judged = f"{SLUICE} check --json {parts}"
        entries = [
            Entry("sluice check", lambda place: f"exec {judged} >{place}", "none",
                  proof=f"""{judged} | grep '"total":{{"recordsReceived":'$(wc -l <{lines}),'"formatErrors":0'"""),
            limit("igzip -dc", f"igzip -dc {parts}/*.gz", lines),
            limit("igzip -dc | wc -l", f"igzip -dc {parts}/*.gz | wc -l"),
        ]
        return Case("check", "Checking the parts (rates: lines unpacked)", lines.stat().st_size, entries)

    def rows(self):
        dump, _, _ = self.crm()
        judge = f"{PYTHON} {ROOT}/Benchmarks/peers/rows.py {dump}"
        entries = [
            Entry("sluice rows", lambda place: f"exec {SLUICE} rows --quiet {dump} >{place}", expected=judge),
            Entry("Python csv, json", lambda place: f"exec {judge} >{place}", note="`Benchmarks/peers/rows.py`"),
        ]
        return Case("rows", "Rows as JSON to /dev/null", dump.stat().st_size, entries)

    def shape(self, shape, job, title):
        dump = self.workshop.dump(shape, self.size // 4)
        job = jobs.load(job)
        lines = self.workshop.lines(job, dump)
        task = jobs.Task(job, dump, Path())
        peers = ("twin", "duckdb", "clickhouse", "polars") + (("mawk",) if shape == "tiny" else ())
        entries = self.entries(task, "lines", f"cat {lines}", peers) + [limit("cat", f"cat {dump}", dump)]
        return Case(shape, title, dump.stat().st_size, entries, lambda: self.workshop.drop(dump))

    def wide(self):
        return self.shape("wide", "wide", "200 columns, 20 mapped; plain lines to /dev/null")

    def long(self):
        return self.shape("long", "long", "Long quoted texts with line ends, all cleaned; plain lines to /dev/null")

    def quoted(self):
        return self.shape("quoted", "crm-pairs", "Every field quoted; plain lines to /dev/null")

    def tiny(self):
        return self.shape("tiny", "tiny", "Three short columns; plain lines to /dev/null")

    def growth(self, size):
        """Sluice alone; a dump this large is held by no second copy, so answers are compared as they come."""
        self.workshop.drop_all()
        dump = self.workshop.dump("crm", size, self.workshop.room(size * 3 // 2))
        task = jobs.Task(self.pairs, dump, Path())
        expected = twin(task)
        lines, parts = (self.entries(task, kind, expected, ())[0] for kind in ("lines", "parts"))
        lines.proof = f"cmp -s <({expected}) <({lines.command('/dev/stdout')})"
        lines.kind, lines.expected = "none", ""
        lines.name, parts.name = "sluice, lines", "sluice, parts"
        lines.repeats = parts.repeats = max(1, min(5, SHORT // size))
        return Case(f"growth-{size}", f"Growth: {size / 1e9:g} GB", dump.stat().st_size, [lines, parts],
                    self.workshop.drop_all)


def limit(name, command, expected=None):
    """A program that does a part of the work; its answer is compared with the file `expected`."""
    return Entry(name, lambda place: f"{command} >{place}", expected=f"cat {expected}" if expected else "",
                 is_limit=True)
