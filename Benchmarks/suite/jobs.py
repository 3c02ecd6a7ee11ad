"""The jobs of Benchmarks/jobs as all contenders are asked for them, and where the files of a run are."""

import re
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

JOBS = Path(__file__).resolve().parent.parent / "jobs"


@dataclass(frozen=True)
class Job:
    """What is asked for: the mapping, and the same as columns for programs that read no mappings."""

    mapping: Path
    identity: str
    columns: tuple  # NAME, NAME:ic or NAME:TRAIT, see twin/convert.c.
    needs_cleaning: bool  # Values have quotes or line ends.


def load(name):
    """The job of that name. Knows the few forms that these mappings are written in, no YAML."""
    path = JOBS / f"{name}.yaml"
    text = path.read_text()
    identity = re.search(r"^id:\n  column: (\w+)$", text, re.M).group(1)
    columns = []
    for name, options in re.findall(r"^  - column: (\w+)\n((?:    .*\n)*)", text, re.M):
        trait = re.fullmatch(r"    traits: \{Y: (\d+), N: -\1\}\n", options)
        kind = f":{trait[1]}" if trait else ":ic" if options == "    as: ic\n" else ""
        assert kind or not options, f"{path}: {name}: only sluice can be asked for this"
        columns.append(name + kind)
    return Job(path, identity, tuple(columns), path.stem == "long")


@dataclass(frozen=True)
class Task:
    """A job on a dump, and where the answer goes."""

    job: Job
    dump: Path
    target: Path  # A file for lines, or a directory for parts.
    lanes: int = 0  # Of sluice; 0: as many as it takes by itself.

    @property
    def columns(self):
        return " ".join(map(quote, (self.job.identity, *self.job.columns)))

    @property
    def text(self):
        """A command's source of the dump as text: a redirection, or a pipe from zcat before it."""
        return f"gzip -dc {self.dump}" if self.dump.suffix == ".gz" else f"cat {self.dump}"
