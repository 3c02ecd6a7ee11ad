"""The speeds that are promised, and whether they hold: ratios of what ran in turn on one machine, each by its best
run, since other runs only add what the machine did besides."""

from dataclasses import dataclass

from .measure import best

ENGINES = ("ClickHouse local", "DuckDB", "Polars")
# How many times as fast as those, and the size of .gz files to that of the lines in them.
ADVANTAGE = 5
PACKED = 0.20


@dataclass
class Bar:
    text: str
    target: str
    found: str = "not measured"
    holds: bool | None = None  # None where something that it takes was not measured.


class Results:
    """Cases by name, entries by case and name."""

    def __init__(self, cases, starts):
        self.cases, self.starts = {case.name: case for case in cases}, starts

    def entry(self, case, name):
        """The entry if it was timed."""
        entries = self.cases[case].entries if case in self.cases else []
        return next((entry for entry in entries if entry.name == name and entry.runs), None)

    def entries_of(self, case, programs):
        """The timed entries of these programs, whatever level they pack at."""
        entries = self.cases[case].entries if case in self.cases else []
        return [entry for entry in entries if entry.runs and entry.name.startswith(programs)]

    def start_of(self, entry):
        """What starting its program alone takes, in seconds."""
        return next((time for program, time in self.starts.items() if entry.name.startswith(program)), 0)

    def ratio(self, case, name, to):
        one, other = self.entry(case, name), self.entry(case, to)
        return best(one) / best(other) if one and other else None


def at_most(text, limit, found):
    return bar(text, f"<= {limit:.2f}", found, found is not None and found <= limit, "{:.2f}")


def at_least(text, limit, found, unit=""):
    return bar(text, f">= {limit:g}{unit}", found, found is not None and found >= limit, "{:.2f}" + unit)


def bar(text, target, found, holds, form):
    return Bar(text, target) if found is None else Bar(text, target, form.format(found), holds)


def all_bars(results):
    return [
        at_most("plain: wall time to that of the C twin", 0.35, results.ratio("plain", "sluice", "C twin")),
        at_most(".gz parts: wall time to that of `igzip -1` on the finished lines", 0.80,
                results.ratio("parts", "sluice", "igzip -1")),
        at_most(".gz parts: size to that of plain lines", PACKED, packing(results)),
        advantage(results, "plain", "plain", any_size=True),
        advantage(results, "parts", ".gz parts, files of a fifth of the lines at most"),
        advantage(results, "parts", ".gz parts, files of any size", any_size=True),
        *(at_most(f"growth: largest CPU time for a GB to the smallest, {kind}", 1.05, growth(results, kind))
          for kind in ("lines", "parts")),
        at_most("memory of the largest run, to 200 MB", 1.00, memory(results)),
        *(at_least(f"one lane: speed to half of that of two, {kind}", 0.9, one_lane(results, kind))
          for kind in ("lines", "parts")),
        at_least("check: lines a second", 1.0, speed(results, "check", "sluice check", 1e9), " GB"),
        at_least("rows: dump a second", 300, speed(results, "rows", "sluice rows", 1e6), " MB"),
    ]


def packing(results):
    plain, parts = results.entry("plain", "sluice"), results.entry("parts", "sluice")
    return parts.answer_size / plain.answer_size if plain and parts else None


def advantage(results, case, title, any_size=False):
    text = f"{title}: times as fast as the fastest of {', '.join(ENGINES)} (by their whole time)"
    sluice, plain = results.entry(case, "sluice"), results.entry("plain", "sluice")
    engines = results.entries_of(case, ENGINES)
    programs = {program for program in ENGINES for entry in engines if entry.name.startswith(program)}
    if not any_size:
        engines = [entry for entry in engines if plain and entry.answer_size <= PACKED * plain.answer_size]
    # An engine that packs to no such size says nothing of its speed at it.
    is_complete = all(any(entry.name.startswith(program) for entry in engines) for program in programs)
    if not sluice or not engines or not is_complete:
        return at_least(text, ADVANTAGE, None)
    found = min(best(entry) for entry in engines) / best(sluice)
    without_start = min(best(entry) - results.start_of(entry) for entry in engines) / best(sluice)
    verdict = at_least(text, ADVANTAGE, found)
    verdict.found += f"; {without_start:.2f} with their start left out"
    return verdict


def growth(results, kind):
    cases = [case for name, case in results.cases.items() if name.startswith("growth-")]
    found = [(case, results.entry(case.name, f"sluice, {kind}")) for case in cases]
    costs = [min(run.cpu for run in entry.runs) / case.size for case, entry in found if entry]
    return max(costs) / min(costs) if len(costs) > 1 else None


def memory(results):
    runs = [run for case in results.cases.values() for entry in case.entries
            if entry.name.startswith("sluice") for run in entry.runs]
    return max(run.memory for run in runs) / 200e6 if runs else None


def one_lane(results, kind):
    one, two = (results.entry("lanes", f"sluice, {kind}, {lanes}") for lanes in ("1 lane", "2 lanes"))
    return 2 * best(two) / best(one) if one and two else None


def speed(results, case, name, unit):
    entry = results.entry(case, name)
    return results.cases[case].size / unit / best(entry) if entry else None
