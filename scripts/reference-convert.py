#!/usr/bin/env python3
"""Converts a dump by a mapping, independently of the product: the judge its output is compared with.

    reference-convert.py MAPPING [DUMP|-] [--delimiter C] [--gzip LEVEL]

Takes a well-formed RFC 4180 dump in UTF-8 with a header, plain or .gz. Writes the lines to stdout (one
gzip member with --gzip) and one line of JSON with the counts to stderr. Written from the definitions
of the mapping and of inbound files alone. IDs are DPUUIDs. What it does not do (`date`,
`sha256-email`, merging rows, other ID types) is an error; `pii` is ignored: the columns mapped in such
comparisons hold nothing personal. What the definitions leave open is marked "Reading:".
"""

import argparse
import csv
import gzip
import io
import json
import re
import sys
import zlib
from bisect import bisect_right
from decimal import Decimal
from itertools import islice

BLANKS = " \t"  # Reading: what `trim` takes off, and `bands` around a number.
LINE_LIMIT = 102_400  # Reading: a line's bytes with its line feed.
CACHED_VALUES, CACHED_LENGTH = 1 << 16, 200  # Values kept a column; characters of the longest kept.

BAD_DPUUID = re.compile(r'[:"\x00-\x1f\x7f]|%3[Aa]|\A | \Z')
WHITESPACE_RUN = re.compile("[\t\r\n]+")
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
UNQUOTED = re.compile("[A-Za-z0-9_.][A-Za-z0-9_.-]*")
DIGITS = re.compile("[0-9]+")
PREFIXES = {
    "sid": ("d_sid=", DIGITS), "unsid": ("d_unsid=", DIGITS),
    "ic": ("ic=", re.compile("[A-Za-z0-9_.-]+")),
}
UPPER, LOWER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"
TRANSFORMS = {
    "trim": lambda text: text.strip(BLANKS),
    "lowercase": lambda text, table=str.maketrans(UPPER, LOWER): text.translate(table),
    "uppercase": lambda text, table=str.maketrans(LOWER, UPPER): text.translate(table),
}


class Reject(Exception):
    """The record is rejected; the reason is the argument."""


# ---- Reading the mapping


def load(path):
    """The mapping, all scalars as texts: no `NO` that turns into false."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    try:
        import yaml
    except ImportError:
        return json.loads(text, parse_int=str, parse_float=str)
    return yaml.load(text, Loader=yaml.BaseLoader)


def known(node, where, keys):
    """`node`, if it has no keys but these."""
    if set(node) - set(keys.split()):
        raise ValueError(f"{where}: not known here: {', '.join(sorted(set(node) - set(keys.split())))}")
    return node


def choice(node, key, values):
    """The text under `key`; the first of `values` is its default, and it must be one of them."""
    value = node.get(key, values.split()[0])
    if value not in values.split():
        raise ValueError(f"{key}: not known here: {value}")
    return value


def transforms(node):
    return [TRANSFORMS[choice({"transform": name}, "transform", " ".join(TRANSFORMS))]
            for name in node.get("transform", [])]


# ---- Fields


class Output:
    """How keys and values are cleaned and quoted."""

    def __init__(self, mapping):
        self.is_minimal = choice(mapping, "quoting", "always minimal") == "minimal"
        self.quote_rule = choice(mapping, "quoteInValue", "apostrophe drop reject")
        self.sanitised = 0

    def clean(self, text):
        """Runs of tab, CR, LF, then blanks at the ends, then quotes. Reading: what dropped quotes
        leave at the ends stays; "sanitised" counts values whose blanks or line ends changed, also
        when they turn out empty or duplicates or their record is rejected later on."""
        cleaned = WHITESPACE_RUN.sub(" ", text).strip(" ")
        self.sanitised += cleaned != text
        if '"' not in cleaned:
            return cleaned
        if self.quote_rule == "reject":
            raise Reject("quote-in-value")
        return cleaned.replace('"', "'" if self.quote_rule == "apostrophe" else "")

    def quoted(self, text, is_key=False):
        is_bare = self.is_minimal and UNQUOTED.fullmatch(text)
        return text if is_bare and not (is_key and DIGITS.fullmatch(text)) else f'"{text}"'

    def key(self, text):
        """Reading: keys are cleaned as values are, but never reject a record."""
        cleaned = WHITESPACE_RUN.sub(" ", text).strip(" ")
        return self.quoted(cleaned.replace('"', "" if self.quote_rule == "drop" else "'"), True)


class Field(dict):
    """The pairs of a field by the text of its column, made when first met.

    An entry is (joined, odd): the pairs joined by commas, and None or (sanitised, reason of a
    reject or None, bytes of the longest pair) for the few that need a closer look.
    """

    def __init__(self, node, output, nulls):
        super().__init__()
        known(node, "fields", "column key split transform values bands traits as otherwise")
        self.output, self.nulls = output, nulls
        self.key = output.key(node.get("key", node["column"])) + "="
        self.separator = node.get("split")
        self.transforms = transforms(node)
        self.otherwise = node.get("otherwise", "keep" if "values" in node else "drop")
        if not isinstance(self.otherwise, dict):
            choice(node, "otherwise", "keep drop reject")
        kinds = [kind for kind in ("values", "bands", "traits", "as") if kind in node] or ["as"]
        if len(kinds) > 1:
            raise ValueError(f"{' and '.join(kinds)} exclude each other")
        self.rule = getattr(self, kinds[0] + "_rule")(node.get(kinds[0], "pair"))

    def __missing__(self, text):
        pairs, reason, self.output.sanitised = [], None, 0
        try:
            pairs = self.pairs(text)
        except Reject as reject:
            reason = reject.args[0]
        joined = ",".join(pairs)
        is_long = len(joined) * 4 > LINE_LIMIT // 2
        longest = max(len(pair.encode()) for pair in pairs) if is_long else 0
        odd = (self.output.sanitised, reason, longest)
        entry = joined, odd if any(odd) else None
        if len(text) <= CACHED_LENGTH:
            if len(self) >= CACHED_VALUES:
                self.clear()
            self[text] = entry
        return entry

    def pairs(self, text):
        """Nulls, split, transform, rule, cleaning; of a split's equal pairs the first."""
        if text in self.nulls:
            return []
        pairs = []
        for piece in [text] if self.separator is None else text.split(self.separator):
            for transform in self.transforms:
                piece = transform(piece)
            pairs += self.rule(piece)
        return pairs if self.separator is None else list(dict.fromkeys(pairs))

    def pair(self, text):
        """The pair of a value as a list; empty if the value is None, or nothing once cleaned."""
        value = text and self.output.clean(text)
        return [self.key + self.output.quoted(value)] if value else []

    def other(self, text):
        """What `otherwise` makes of a value that the rule does not know, None if nothing. Reading:
        a piece that is empty, but no null, is such a value."""
        if self.otherwise == "reject":
            raise Reject("otherwise-reject")
        if isinstance(self.otherwise, dict):
            return self.otherwise["value"]
        return text if self.otherwise == "keep" else None

    def values_rule(self, table):
        return lambda piece: self.pair(table[piece] if piece in table else self.other(piece))

    def bands_rule(self, node):
        """Numbers are compared exactly, as decimals: 17.99 is "-17", 24.5 is "18-24"."""
        bounds = [int(bound) for bound in node]
        labels = [f"{low}-{next_low - 1}" for low, next_low in zip(bounds, bounds[1:])]
        labels = [f"-{bounds[0] - 1}", *labels, f"{bounds[-1]}-"]

        def rule(piece):
            number = piece.strip(BLANKS)
            if NUMBER.fullmatch(number):
                return self.pair(labels[bisect_right(bounds, Decimal(number))])
            return self.pair(self.other(piece))

        return rule

    def traits_rule(self, table):
        """Reading: `otherwise` keep or {value: ..} makes a plain pair under the key."""
        written = {}
        for value, listed in table.items():
            traits = [int(trait) for trait in (listed if isinstance(listed, list) else [listed])]
            written[value] = [f"d_sid={trait}" if trait > 0 else f"d_unsid={-trait}" for trait in traits]
        return lambda piece: written[piece] if piece in written else self.pair(self.other(piece))

    def as_rule(self, kind):
        """Reading: the form is looked at after cleaning, and what `otherwise` gives must have it
        too, or there is no pair; `keep` thus drops."""
        if choice({"as": kind}, "as", "pair sid unsid ic") == "pair":
            return self.pair
        prefix, form = PREFIXES[kind]

        def rule(piece):
            value = self.output.clean(piece)
            if value and not form.fullmatch(value):
                value = self.other(value)
            return [prefix + value] if value and form.fullmatch(value) else []

        return rule


class Constant(dict):
    """A field that makes the same pair for every record."""

    def __init__(self, node, output):
        super().__init__()
        node = known(known(node, "fields", "constant")["constant"], "constant", "key value")
        value = output.clean(node["value"])
        self.pair = f"{output.key(node['key'])}={output.quoted(value)}" if value else ""

    def __missing__(self, text):
        return self.pair, None

    def pairs(self, text):
        return [self.pair] if self.pair else []


# ---- Records


class Converter:
    """A mapping made ready for a header, and the counts of what became of the records."""

    def __init__(self, mapping, header):
        known(mapping, "mapping", "dataSource id fields where rest nulls rows quoting quoteInValue "
              "pii dialect")
        choice(mapping, "rows", "separate")
        self.header = header
        self.nulls = frozenset(mapping.get("nulls", [""]))
        identity = known(mapping["id"], "id", "column type transform")
        choice(identity, "type", "dpuuid")
        self.id_column, self.id_transforms = self.index(identity["column"]), transforms(identity)
        self.conditions = []
        for node in mapping.get("where", []):
            known(node, "where", "column in notIn")
            values = frozenset(node.get("in", node.get("notIn")))
            self.conditions.append((self.index(node["column"]), values, "in" in node))
        output, nodes = Output(mapping), mapping.get("fields", [])
        self.fields = []
        for node in nodes:
            is_constant = "constant" in node
            column = self.id_column if is_constant else self.index(node["column"])
            field = Constant(node, output) if is_constant else Field(node, output, self.nulls)
            self.fields.append((column, field))
        if choice(mapping, "rest", "ignore pairs") == "pairs":
            self.add_rest({node.get("column") for node in nodes}, output)
        names = ("records", "written", "noTrait", "filtered", "sanitised", "lines")
        self.counts = {**dict.fromkeys(names, 0), "rejected": {}}

    def index(self, name):
        if self.header.count(name) != 1:
            raise ValueError(f"column {name}: {self.header.count(name)} of it in the header")
        return self.header.index(name)

    def add_rest(self, named, output):
        """Reading: a column without a name cannot be a key; of columns with one name each counts."""
        for column, name in enumerate(self.header):
            if column != self.id_column and name and name not in named:
                self.fields.append((column, Field({"column": name}, output, self.nulls)))

    def user_id(self, text):
        if text in self.nulls:
            raise Reject("id-empty")
        for transform in self.id_transforms:
            text = transform(text)
        if not text:
            raise Reject("id-empty")
        if BAD_DPUUID.search(text):
            raise Reject("id-format")
        return text

    def line(self, row):
        """What a record becomes, without the last line feed; "" if it has no pair."""
        user = self.user_id(row[self.id_column])
        texts = []
        for column, field in self.fields:
            text, odd = field[row[column]]
            if odd:
                self.counts["sanitised"] += odd[0]
                if odd[1]:
                    raise Reject(odd[1])
                if len(user.encode()) + odd[2] + 2 > LINE_LIMIT:
                    raise Reject("pair-too-long")
            if text:
                texts.append(text)
        if not texts:
            return ""
        line = user + "\t" + ",".join(texts)
        is_long = len(line) * 4 >= LINE_LIMIT and len(line.encode()) >= LINE_LIMIT
        return self.continued(user, row) if is_long else line

    def continued(self, user, row):
        """The lines of a record that needs several, each filled as far as it goes."""
        lines = []
        for pair in (pair for column, field in self.fields for pair in field.pairs(row[column])):
            if lines and len(lines[-1].encode()) + len(pair.encode()) + 2 <= LINE_LIMIT:
                lines[-1] += "," + pair
            else:
                lines.append(f"{user}\t{pair}")
        return "\n".join(lines)

    def outcome(self, row):
        """The line of a record, None if it is filtered; raises if it is rejected."""
        if len(row) != len(self.header):
            raise Reject("field-count")
        for column, values, is_wanted in self.conditions:
            if (row[column] in values) != is_wanted:
                return None
        return self.line(row)

    def lines(self, rows):
        counts, rejected, header = self.counts, self.counts["rejected"], self.header
        for row in rows:
            if not row or row == header:  # A blank line; the header again, in joined exports.
                continue
            counts["records"] += 1
            try:
                line = self.outcome(row)
            except Reject as reject:
                rejected[reject.args[0]] = rejected.get(reject.args[0], 0) + 1
                continue
            if line:
                counts["written"] += 1
                counts["lines"] += 1 + line.count("\n")
                yield line + "\n"
            else:
                counts["filtered" if line is None else "noTrait"] += 1


def write(lines, level):
    """Writes the lines to stdout some thousands at a time, compressed if there is a level."""
    packer = zlib.compressobj(level, wbits=31) if level else None
    output, more = sys.stdout.buffer, True
    while more:
        batch = list(islice(lines, 4096))
        more, data = bool(batch), "".join(batch).encode()
        output.write(packer.compress(data) if packer else data)
    output.write(packer.flush() if packer else b"")
    output.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("mapping")
    parser.add_argument("dump", nargs="?", default="-")
    parser.add_argument("--delimiter", help="overrides the mapping's")
    parser.add_argument("--gzip", type=int, metavar="LEVEL", help="compress the lines, 1 to 9")
    options = parser.parse_args()
    file = sys.stdin.buffer if options.dump == "-" else open(options.dump, "rb")
    file = gzip.GzipFile(fileobj=file) if file.peek(2)[:2] == b"\x1f\x8b" else file
    csv.field_size_limit(1 << 20)
    try:
        mapping = load(options.mapping)
        dialect = known(mapping.get("dialect", {}), "dialect", "delimiter quote encoding")
        choice(dialect, "quote", '"')
        choice(dialect, "encoding", "utf-8 UTF-8")
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        delimiter = options.delimiter or dialect.get("delimiter", ",")
        rows = csv.reader(text, delimiter=delimiter, strict=True)
        converter = Converter(mapping, next(rows, []))
    except ValueError as error:
        sys.exit(f"reference-convert: error: {error}")
    write(converter.lines(rows), options.gzip)
    print(json.dumps(converter.counts, sort_keys=True), file=sys.stderr)


if __name__ == "__main__":
    main()
