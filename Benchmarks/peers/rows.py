#!/usr/bin/env python3
"""`sluice rows` by Python's csv and json: each record of a dump, the header among them, as a
JSON array. What its answer is compared with, and its peer.

    rows.py DUMP
"""

import csv
import json
import sys

csv.field_size_limit(1 << 20)
encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
with open(sys.argv[1], encoding="utf-8", newline="") as dump:
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    sys.stdout.writelines(encode(row) + "\n" for row in csv.reader(dump))
