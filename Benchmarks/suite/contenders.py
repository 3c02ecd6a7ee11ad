"""Who takes part: how each is asked for lines, and for .gz parts. Each command is written the way a user
of that program who cares for speed writes it.

A contender is a name and two functions from a task to a command for bash: `lines` writes lines to the
task's target, `parts` .gz files into it. `keeps_order` is False where lines come in any order.
"""

from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import Callable

ROOT = Path(__file__).resolve().parent.parent.parent
SCRATCH = ROOT / ".build-bench"
SLUICE = ROOT / ".build/release/sluice"
MAKE_DUMP = ROOT / ".build/release/make-dump"
TWIN = SCRATCH / "convert"
PYTHON = SCRATCH / "venv/bin/python"

# What cuts the lines of programs that write one stream into parts, as sluice does by itself, and packs each:
# the fastest of the usual programs at the level nearest to sluice's.
CUT = "split --line-bytes=1000000000 --filter='pigz -1 >$FILE.gz' - {}/part."
SPLIT = "parts by `split` and `pigz -1`"
# The first level of the engines' gzip at which the usual lines come to a fifth or less, which is what sluice is
# held to. Level 1 is their fastest and comes to over a quarter.
SMALLER_LEVEL = 3


@dataclass(frozen=True)
class Contender:
    name: str
    lines: Callable
    parts: Callable
    needs: str = ""  # The program, or module:NAME of Python, that must be there.
    keeps_order: bool = True
    start: str = ""  # A command that starts the program and does no work.
    version: str = ""  # A command that prints the version.
    note: str = ""
    parts_note: str = ""
    smaller: Callable = None  # As `parts`, at SMALLER_LEVEL, where `parts` makes files larger than sluice may.


def sluice_lines(task):
    return f"exec {SLUICE} convert --quiet --mapping {task.job.mapping} {lanes(task)}{task.dump} >{task.target}"


def sluice_parts(task):
    output = f"--out {task.target} --timestamp 1732240000"
    return f"exec {SLUICE} convert --quiet --mapping {task.job.mapping} {lanes(task)}{output} {task.dump}"


def lanes(task):
    return f"--lanes {task.lanes} " if task.lanes else ""


def streaming(command):
    """The two functions of a program that writes lines to stdout."""
    return (
        lambda task: f"{command(task)} >{task.target}",
        lambda task: f"{command(task)} | {CUT.format(task.target)}",
    )


def twin(task):
    program = f"{TWIN} {task.columns}"
    return f"gzip -dc {task.dump} | {program}" if task.dump.suffix == ".gz" else f"{program} <{task.dump}"


def mawk(task):
    """Splits at every comma: right only where no field is quoted."""
    names = [column.partition(":") for column in task.job.columns]
    program = "NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next } { s = \"\"; "
    for name, _, kind in names:
        value = f'$at["{name}"]'
        if kind.isdigit():
            program += f'v = {value}; if (v == "Y") s = s ",d_sid={kind}"; else if (v == "N") s = s ",d_unsid={kind}"; '
            continue
        prefix, suffix = (",ic=", "") if kind else (f',\\"{name}\\"=\\"', '\\"')
        program += f'v = {value}; if (v != "" && v != "NULL") s = s "{prefix}" v "{suffix}"; '
    program += f'if (s != "") print $at["{task.job.identity}"] "\\t" substr(s, 2) }}'
    return f"{task.text} | mawk -F, {quote(program)}"


def miller(task):
    program = 's = ""; '
    for name, _, kind in (column.partition(":") for column in task.job.columns):
        if kind.isdigit():
            program += (f'if (${name} == "Y") {{s .= ",d_sid={kind}"}} '
                        f'elif (${name} == "N") {{s .= ",d_unsid={kind}"}} ')
            continue
        value = f"${name}"
        if task.job.needs_cleaning:
            value = f'''strip(gsub(gsub({value}, "[\\t\\r\\n]+", " "), "\\"", "'"))'''
        prefix, suffix = (",ic=", "") if kind else (f',\\"{name}\\"=\\"', '\\"')
        program += f'if (${name} != "" && ${name} != "NULL") {{s .= "{prefix}" . {value} . "{suffix}"}} '
    program += f'if (s != "") {{print ${task.job.identity} . "\\t" . sub(s, "^,", "")}}'
    return f"mlr -S --icsv --odkvp put -q {quote(program)} {task.dump}"


def reference(task):
    return f"{PYTHON} {ROOT}/scripts/reference-convert.py {task.job.mapping} {task.dump}"


def query(engine, level=None):
    """The two functions of an engine: to the target, and to a file in it."""
    packed = f" --level={level}" if level else ""

    def command(task, target):
        clean = " --clean" if task.job.needs_cleaning else ""
        columns = f"{task.columns}{clean}{packed}"
        return f"exec {PYTHON} {ROOT}/Benchmarks/peers/query.py {engine} {task.dump} {target} {columns}"

    return lambda task: command(task, task.target), lambda task: command(task, task.target / "lines.gz")


def levels(engine):
    """What is said of an engine that packs at a level."""
    return {"parts_note": "one .gz file of level 1, packed by itself", "smaller": query(engine, SMALLER_LEVEL)[1]}


def engine(name, key, **rest):
    module = {"clickhouse": "chdb"}.get(key, key)
    version = {"clickhouse": "import chdb; print(chdb.engine_version, 'by chdb', chdb.__version__)"}.get(
        key, f"import {module}; print({module}.__version__)")
    return Contender(
        name, *query(key), needs=f"module:{module}", start=f"exec {PYTHON} {ROOT}/Benchmarks/peers/query.py {key}",
        version=f'{PYTHON} -c "{version}"', **rest)


SLUICE_ITSELF = Contender(
    "sluice", sluice_lines, sluice_parts, version=f"{SLUICE} --version | cut -d ' ' -f 2-", parts_note="level 1")

PEERS = {
    "twin": Contender("C twin", *streaming(twin), version="cc --version | head -n 1",
                      note="one thread, `cc -O3`", parts_note=SPLIT),
    "mawk": Contender("mawk", *streaming(mawk), needs="mawk", version="mawk -W version 2>&1 | head -n 1",
                      note="no CSV: splits at every comma", parts_note=SPLIT),
    "miller": Contender("Miller", *streaming(miller), needs="mlr", version="mlr --version",
                        parts_note=SPLIT),
    "duckdb": engine("DuckDB", "duckdb", parts_note="one .gz file, packed by itself"),
    "clickhouse": engine("ClickHouse local", "clickhouse", keeps_order=False, note="lines in any order",
                         **levels("clickhouse")),
    "polars": engine("Polars", "polars", **levels("polars")),
    "python": Contender("Python csv", *streaming(reference), needs="module:yaml",
                        version=f"{PYTHON} --version", note="`scripts/reference-convert.py`",
                        parts_note=SPLIT),
}
