"""What a run found: as Markdown for people, JSON and CSV for machines, and the README's short table."""

import csv
import json
from dataclasses import asdict
from statistics import median

from .measure import LEAST_MEMORY, best, wall

README_BEGIN, README_END = "<!-- benchmarks: begin -->", "<!-- benchmarks: end -->"


def seconds(value):
    return f"{value:.2f} s" if value < 10 else f"{value:.1f} s"


def megabytes(value):
    return f"{value / 1e6:,.0f} MB" if value >= 10e6 else f"{value / 1e6:.1f} MB"


def memory(entry):
    most = max(run.memory for run in entry.runs)
    return megabytes(most) if most >= LEAST_MEMORY else f"< {megabytes(LEAST_MEMORY)}"


def row(case, entry, first):
    """An entry's cells; `first` is the entry that others are compared with."""
    shown = entry.name.replace("|", "\\|")
    name = f"*{shown}*" if entry.is_limit else shown
    if not entry.runs:
        return [name, entry.status, "", "", "", "", "", "", entry.note]
    ratio = f"{wall(entry) / wall(first):.2f}" if first.runs else ""
    size = megabytes(entry.answer_size) if entry.answer_size else ""
    return [
        name, seconds(wall(entry)), seconds(best(entry)), seconds(median(run.cpu for run in entry.runs)),
        memory(entry), size, ratio,
        f"{case.size / 1e6 / wall(entry):,.0f} MB/s", entry.note]


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|---" + "|---:" * (len(head) - 2) + "|---|"]
    return "\n".join(lines + ["| " + " | ".join(cells) + " |" for cells in rows])


def machine_line(machine):
    virtual = "virtual " if machine["virtual"] else ""
    return (f"{machine['cores']} {virtual}cores of {machine['cpu']} ({machine['vector']}), "
            f"{machine['memory'] / 1e9:.0f} GB of memory, {machine['system']}, Linux {machine['kernel']}")


def markdown(found, chart):
    machine = found["machine"]
    rounds = found["rounds"]
    parts = [
        f"# Benchmarks, {machine['date']}",
        f"On {machine_line(machine)}; {machine['swift']}. The usual dump has {found['size']:,} bytes "
        f"(`make-dump`, seed 1). Files were on {'a RAM disk' if found['onRAMDisk'] else 'a disk, in its cache'}. "
        f"Load before the run: {machine['load']:.2f}.",
        f"In each case all contenders ran in turn, {rounds} round{'s' if rounds > 1 else ''}; wall and CPU (user and "
        "system) times are medians, CPU and memory are those of all of a command's processes: times added up, memory "
        "that of the largest process (which can't be told where it is less than the suite's own). Every answer was compared with that of "
        f"{found['judge']} before its time counted, byte by byte; wrong ones have no time. (Growth is compared with the "
        "C twin, `check` by its count of good lines; what `wc` counts is not compared.) What takes over "
        "30 s was run once, with its lines in a file. In *italics*: no contenders but parts of the work, by the "
        "programs known for them. `ratio` is wall time to that of the first row.",
        "Versions: " + "; ".join(f"{name} {version}" for name, version in found["versions"].items()) + ".",
    ]
    if found["starts"]:
        starts = ", ".join(f"{name} {seconds(start)}" for name, start in found["starts"].items())
        parts.append(f"What starting alone takes, part of the times below: {starts}.")
    parts += [f"{name} did not take part: {why}." for name, why in found["absent"].items()]
    if chart:
        parts.append(f"![Wall times]({chart})")
    head = ["", "wall", "best", "CPU", "memory", "output", "ratio", "rate", ""]
    for case in found["cases"]:
        parts += [f"## {case.title}", f"`{case.name}`, {case.size:,} bytes",
                  table(head, [row(case, entry, case.entries[0]) for entry in case.entries])]
    parts += [f"`{name}` was not measured: {why}." for name, why in found["skipped"].items()]
    parts += ["## Bars", "By the best run of each, which has the least of what the machine did besides.",
              bars_table(found["bars"]), "## Commands", commands(found)]
    return "\n\n".join(parts) + "\n"


def bars_table(bars):
    verdicts = {True: "holds", False: "**does not hold**", None: ""}
    return table(["", "bar", "found", ""], [[bar.text, bar.target, bar.found, verdicts[bar.holds]] for bar in bars])


def commands(found):
    lines = ["```sh"]
    for case in found["cases"]:
        lines.append(f"# {case.name}")
        lines += [found["commands"][case.name, entry.name] for entry in case.entries]
    return "\n".join(lines + ["```"])


def raw(found):
    """All of it, for machines."""
    plain = {key: value for key, value in found.items() if key not in ("cases", "bars", "commands")}
    plain["bars"] = [asdict(bar) for bar in found["bars"]]
    plain["cases"] = [
        {"name": case.name, "title": case.title, "size": case.size, "entries": [
            {"name": entry.name, "isLimit": entry.is_limit, "note": entry.note, "status": entry.status,
             "answerSize": entry.answer_size, "command": found["commands"][case.name, entry.name],
             "runs": [asdict(run) for run in entry.runs]} for entry in case.entries]}
        for case in found["cases"]]
    return json.dumps(plain, indent=1, ensure_ascii=False) + "\n"


def write_csv(found, path):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["case", "bytes", "entry", "status", "answer_bytes", "run", "wall_s", "cpu_s", "memory_bytes"])
        for case in found["cases"]:
            for entry in case.entries:
                start = [case.name, case.size, entry.name, entry.status, entry.answer_size]
                for number, run in enumerate(entry.runs, 1):
                    writer.writerow(start + [number, f"{run.wall:.4f}", f"{run.cpu:.4f}", run.memory])
                if not entry.runs:
                    writer.writerow(start + ["", "", "", ""])


def readme_part(found, chart, page):
    """The short table: plain lines and parts side by side, for those that did them right."""
    cases = {case.name: case for case in found["cases"]}
    columns = [cases[name] for name in ("plain", "parts") if name in cases]
    names = list(dict.fromkeys(entry.name for case in columns for entry in case.entries if entry.runs))
    rows = []
    for name in names:
        cells, limit = [], ""
        for case in columns:
            entry = next((entry for entry in case.entries if entry.name == name and entry.runs), None)
            cells += [seconds(wall(entry)), memory(entry)] if entry else ["", ""]
            if case.name == "parts":
                cells.append(megabytes(entry.answer_size) if entry else "")
            limit = "a limit" if entry and entry.is_limit else limit
        rows.append([name, *cells, limit])
    heads = {"plain": ["plain lines", "memory"], "parts": [".gz parts", "memory", "size"]}
    head = ["", *(cell for case in columns for cell in heads[case.name]), ""]
    text = (f"The same job, with the same lines: {found['size'] / 1e9:g} GB of customers, 11 of 16 columns as pairs "
            f"(`Benchmarks/jobs/crm-pairs.yaml`), on {machine_line(found['machine'])}. Medians of runs in turn, every "
            f"answer compared first. [All of it]({page}), also what each program was asked for.")
    picture = [f"![Wall times of the same job]({chart})"] if chart else []
    return "\n\n".join([text, *picture, table(head, rows)])


def put_into_readme(path, text):
    readme = path.read_text(encoding="utf-8")
    before, begin, rest = readme.partition(README_BEGIN)
    _, end, after = rest.partition(README_END)
    if not begin or not end:
        raise ValueError(f"{path} lacks {README_BEGIN} or {README_END}")
    path.write_text(f"{before}{begin}\n{text}\n\n{end}{after}", encoding="utf-8")
