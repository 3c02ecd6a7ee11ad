#!/usr/bin/env python3
"""Runs the same jobs with sluice and its peers side by side, compares every answer, then tells times.

scripts/bench is the way to run this: it gets what is needed first. Python's standard library alone; the
parts are in Benchmarks/suite. Results go to Benchmarks/results, or to --results.
"""

import argparse
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from suite import bars, cases, chart, machine, measure, report
from suite.contenders import MAKE_DUMP, PEERS, PYTHON, ROOT, SCRATCH, SLUICE, SLUICE_ITSELF, TWIN
from suite.workshop import Unmeasurable, Workshop

UNITS = {"KB": 10**3, "MB": 10**6, "GB": 10**9}


def say(text):
    print(f"==> {text}", file=sys.stderr, flush=True)


def size(text):
    found = re.fullmatch(r"(\d+)(KB|MB|GB)?", text)
    if not found:
        raise argparse.ArgumentTypeError(f"not a size such as 1GB or 250MB: {text}")
    return int(found[1]) * UNITS.get(found[2], 1)


def names_of(known):
    def parse(text):
        names = [name for name in text.split(",") if name]
        unknown = [name for name in names if name not in known]
        if unknown:
            raise argparse.ArgumentTypeError(f"not known: {', '.join(unknown)}; there are {', '.join(known)}")
        return names

    return parse


def options():
    parser = argparse.ArgumentParser(prog="scripts/bench", description=(
        "Runs the same jobs with sluice and its peers side by side, and compares every answer before its "
        "time counts. Gets what it needs, by apt and from PyPI, into .build-bench/."))
    parser.add_argument("--size", type=size, default="1GB", help="of the usual dump (1GB)")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="rounds; times are their medians (3)")
    parser.add_argument("--cases", type=names_of(cases.NAMES), default=list(cases.NAMES), metavar="A,B",
                        help=f"of {', '.join(cases.NAMES)} (all)")
    parser.add_argument("--peers", type=names_of(list(PEERS)), default=list(PEERS), metavar="X,Y",
                        help=f"of {', '.join(PEERS)} (all)")
    parser.add_argument("--results", type=Path, default=ROOT / "Benchmarks/results", metavar="DIR",
                        help="where the results go (Benchmarks/results)")
    parser.add_argument("--readme", action="store_true", help="put the chart and the short table into README.md")
    chosen = parser.parse_args()
    if chosen.readme and not chosen.results.resolve().is_relative_to(ROOT):
        parser.error("--readme links to the results: --results must be within the project")
    return chosen


def why_absent(contender):
    """Why a contender can't take part, or nothing."""
    kind, _, name = contender.needs.rpartition(":")
    if kind == "module":
        found = subprocess.run([PYTHON, "-c", f"import {name}"], capture_output=True) if PYTHON.exists() else None
        return "" if found and found.returncode == 0 else f"Python's {name} could not be had"
    return "" if not name or shutil.which(name) else f"there is no {name}"


def start_times(peers, workshop):
    """Seconds that peers take to start, for those that say how."""
    starts = {}
    for contender in peers.values():
        if contender.start:
            runs = [measure.run(contender.start, workshop.log) for _ in range(3)]
            starts[contender.name] = min(run.wall for run in runs)
    return starts


def measure_all(chosen, workshop, peers, size, rounds, keep):
    """Measures the cases; tells `keep` after each which were measured, and why others were not."""
    done, skipped = [], {}
    suite = cases.Cases(workshop, peers, size)
    for name in chosen:
        for make in suite.made_by(name):
            try:
                case = make()
            except Unmeasurable as reason:
                skipped[name] = str(reason)
                say(f"{name} is left out: {reason}")
                continue
            cases.measure(case, workshop, rounds)
            done.append(case)
            keep(done, skipped)


def commands(done, workshop):
    """What was run, with paths as a reader would have them."""
    found = {}
    for case in done:
        for entry in case.entries:
            text = entry.command(Path("OUT") if entry.kind == "parts" else Path("/dev/null"))
            for directory in workshop.directories:
                text = text.replace(f"{directory}/", "")
            text = text.replace(f"{PYTHON}", "python3").replace(f"{ROOT}/.build/release/", "")
            found[case.name, entry.name] = text.replace(f"{ROOT}/", "").replace("exec ", "")
    return found


def write(found, directory, wants_readme):
    """Writes the results so far; returns the page's path."""
    directory.mkdir(parents=True, exist_ok=True)
    stem = f"{found['machine']['date'][:10]}-{found['machine']['cores']}-cores"
    page, picture = directory / f"{stem}.md", directory / f"{stem}.svg"
    charted = [case for case in found["cases"] if case.name in ("plain", "parts")]
    shown = None
    if charted:
        subtitle = (f"{found['size'] / 1e9:g} GB of customers, 11 of 16 columns as pairs, "
                    f"{found['machine']['cores']} cores")
        picture.write_text(chart.svg(charted, subtitle), encoding="utf-8")
        shown = picture
        if not chart.png(picture, PYTHON):
            say("no PNG: neither rsvg-convert nor cairosvg is here")
    page.write_text(report.markdown(found, shown and shown.name), encoding="utf-8")
    page.with_suffix(".json").write_text(report.raw(found), encoding="utf-8")
    report.write_csv(found, page.with_suffix(".csv"))
    if wants_readme:
        relative = [path and path.resolve().relative_to(ROOT) for path in (shown, page)]
        report.put_into_readme(ROOT / "README.md", report.readme_part(found, *relative))
    return page


def main():
    chosen = options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # Files on a RAM disk must go with the run.
    for program in (SLUICE, MAKE_DUMP, TWIN):
        if not program.exists():
            sys.exit(f"run.py: error: {program} is not there (scripts/bench builds it)")
    SCRATCH.mkdir(exist_ok=True)
    absent = {PEERS[name].name: why_absent(PEERS[name]) for name in chosen.peers}
    absent = {name: why for name, why in absent.items() if why}
    peers = {name: PEERS[name] for name in chosen.peers if PEERS[name].name not in absent}
    has_judge = not why_absent(PEERS["python"])
    about = machine.description()
    try:
        workshop = Workshop(chosen.size, has_judge, say)
    except Unmeasurable as reason:
        sys.exit(f"run.py: error: {reason}")
    try:
        starts = start_times(peers, workshop)
        versions = {contender.name: machine.output_of(contender.version)
                    for contender in [SLUICE_ITSELF, *peers.values()]}
        pages = set()

        def keep(done, skipped):
            found = {
                "machine": about, "size": chosen.size, "rounds": chosen.runs, "onRAMDisk": workshop.on_ram_disk,
                "judge": "Python's csv" if has_judge else "the C twin", "absent": absent, "skipped": skipped,
                "versions": versions, "starts": starts, "cases": done, "commands": commands(done, workshop),
                "bars": bars.all_bars(bars.Results(done, starts)),
            }
            pages.add(write(found, chosen.results, chosen.readme))

        measure_all(chosen.cases, workshop, peers, chosen.size, chosen.runs, keep)
    finally:
        workshop.close()
    for page in pages:
        print(page.read_text(encoding="utf-8").partition("\n## Commands")[0])
        say(f"all of it is in {page}, and beside it as JSON and CSV")


if __name__ == "__main__":
    main()
