#!/usr/bin/env python3
"""The job as a query for DuckDB, ClickHouse (chdb) or Polars: a dump to lines of pairs.

    query.py ENGINE INPUT OUTPUT ID COLUMN...   ENGINE is duckdb, clickhouse or polars
    query.py ENGINE                             starts the engine and ends: what that alone takes

COLUMN is NAME, NAME:ic or NAME:31, as for twin/convert.c. Empty fields and NULL make no pair. An OUTPUT
that ends in .gz is compressed by the engine itself, at level 1, or at N with --level=N, where it has levels. Each
query is written the way its engine is fastest at: texts only, no guessing of types, one expression for a line.
With --clean values are cleaned as the job asks; without it they must not need that.
"""

import sys


class Engine:
    def __init__(self, is_clean, level):
        self.is_clean, self.level = is_clean, level


class DuckDB(Engine):
    def pair(self, column):
        """An expression: the pair, or NULL, which concat_ws leaves out."""
        name, _, kind = column.partition(":")
        value = f'"{name}"'
        if kind.isdigit():
            return f"CASE {value} WHEN 'Y' THEN 'd_sid={kind}' WHEN 'N' THEN 'd_unsid={kind}' END"
        if self.is_clean:
            value = f"""trim(replace(regexp_replace({value}, '[\\t\\r\\n]+', ' ', 'g'), '"', ''''))"""
        prefix, suffix = ("ic=", "") if kind else (f'"{name}"="', '"')
        return f"'{prefix}' || nullif(nullif({value}, 'NULL'), '') || '{suffix}'"

    def run(self, source, target, identity, columns):
        import duckdb

        if source is None:
            return duckdb.sql("SELECT 1").fetchall()
        pairs = ", ".join(map(self.pair, columns))
        compression = ", COMPRESSION gzip" if target.endswith(".gz") else ""
        return duckdb.sql(f"""
            COPY (SELECT * FROM (
              SELECT "{identity}" || chr(9) || nullif(concat_ws(',', {pairs}), '') AS line
              FROM read_csv('{source}', header = true, all_varchar = true, delim = ',', quote = '"',
                            escape = '"', nullstr = ''))
              WHERE line IS NOT NULL)
            TO '{target}' (FORMAT csv, HEADER false, DELIMITER '\x01', QUOTE '', ESCAPE '',
                           USE_TMP_FILE false{compression})""")


class ClickHouse(Engine):
    def pair(self, column):
        """An expression: a comma and the pair, or nothing. The line's first comma is cut off later."""
        name, _, kind = column.partition(":")
        value = f'"{name}"'
        if kind.isdigit():
            return f"multiIf({value} = 'Y', ',d_sid={kind}', {value} = 'N', ',d_unsid={kind}', '')"
        is_none = f"{value} IN ('', 'NULL')"
        if self.is_clean:
            value = f"""replaceAll(replaceRegexpAll({value}, '[\\t\\r\\n]+', ' '), '"', '''')"""
            value = f"trimBoth({value})"
        prefix, suffix = (",ic=", "") if kind else (f',"{name}"="', '"')
        return f"if({is_none}, '', concat('{prefix}', {value}, '{suffix}'))"

    def run(self, source, target, identity, columns):
        import chdb

        if source is None:
            return chdb.query("SELECT 1")
        pairs = ", ".join(map(self.pair, columns))
        # A file that is there, such as the null device, can only be appended to; a compressed one can't.
        how = f" COMPRESSION 'gzip' LEVEL {self.level}" if target.endswith(".gz") else " APPEND"
        return chdb.query(f"""
            SELECT concat("{identity}", '\t', substring(pairs, 2))
            FROM (SELECT "{identity}", concat({pairs}) AS pairs FROM file('{source}', CSVWithNames))
            WHERE pairs != ''
            INTO OUTFILE '{target}'{how} FORMAT TSVRaw
            SETTINGS schema_inference_make_columns_nullable = 0, input_format_csv_empty_as_default = 0,
                     input_format_csv_use_best_effort_in_schema_inference = 0""")


class Polars(Engine):
    def pair(self, column):
        import polars as pl

        name, _, kind = column.partition(":")
        value = pl.col(name)
        if kind.isdigit():
            traits = {"Y": f"d_sid={kind}", "N": f"d_unsid={kind}"}
            return value.replace_strict(traits, default=None, return_dtype=pl.String)
        if self.is_clean:
            value = value.str.replace_all("[\t\r\n]+", " ").str.replace_all('"', "'", literal=True)
            value = value.str.strip_chars(" ")
        return pl.lit("ic=") + value if kind else pl.lit(f'"{name}"="') + value + pl.lit('"')

    def run(self, source, target, identity, columns):
        import polars as pl

        if source is None:
            return None
        dump = pl.scan_csv(source, infer_schema=False, null_values=["NULL", ""])
        pairs = pl.concat_str(map(self.pair, columns), separator=",", ignore_nulls=True)
        lines = dump.select(pl.col(identity).alias("id"), pairs.alias("pairs")).filter(pl.col("pairs") != "")
        gzip = {"compression": "gzip", "compression_level": self.level} if target.endswith(".gz") else {}
        line = pl.concat_str(["id", "pairs"], separator="\t")
        return lines.select(line).sink_csv(
            target, include_header=False, quote_style="never", separator="\x01", **gzip)


def main():
    arguments = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    options = dict(argument[2:].partition("=")[::2] for argument in sys.argv[1:] if argument.startswith("--"))
    engines = {"duckdb": DuckDB, "clickhouse": ClickHouse, "polars": Polars}
    engine = engines[arguments[0]]("clean" in options, int(options.get("level", 1)))
    if len(arguments) == 1:
        engine.run(None, None, None, None)
    else:
        engine.run(*arguments[1:4], arguments[4:])


main()
