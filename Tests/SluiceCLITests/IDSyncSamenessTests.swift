// `idsync`: the same bytes whatever the lanes and the kind of input, in parts that keep their bounds, and the right
// ones by a naive converter in Python.

import Foundation
import Testing

@Suite struct IDSyncSamenessTests {
  private static let options =
    "idsync --c2c --columns customer_id --hash email --dpids 1234,5678 --quiet"

  @Test func asHashlibDoes() throws {
    try withDirectory { directory in
      try directory.makeDump("--size 2MB --seed 4")
      let found = try directory.sluice("\(Self.options) dump.csv")
      let expected = try directory.python(
        """
        import csv, hashlib, sys
        for row in list(csv.reader(open("dump.csv", newline="")))[1:]:
            if row[1]: print(row[0], hashlib.sha256(row[1].lower().encode()).hexdigest(), sep="\\t")
        """)
      #expect(expected.ending == .done && found.lines.count > 5000)
      let isSame = found.output == expected.output
      #expect(isSame)
    }
  }

  @Test func partsAndLanesAndPipes() throws {
    try withDirectory { directory in
      try SamenessTests.makeDump(directory)
      let whole = try directory.sluice("\(Self.options) dump.csv")
      #expect(whole.ending == .done)
      let bounds = "--split-size 50000 --out out --timestamp 1732240000 --rejects out.rejects"
      _ = try directory.shell("mv dump.csv stdin; gzip -k stdin")
      var found: [String] = []
      for input in [
        "--lanes 1 stdin", "--lanes 2 stdin", "--lanes 5 --verify stdin", "--lanes 3 < stdin",
        "< <(cat stdin)", "- < stdin.gz", "< <(lz4 -qc < stdin)",
      ] {
        let ran = try directory.shell("sluice \(Self.options) \(bounds) \(input)")
        #expect(ran.ending == .done, "\(ran.errors)")
        let checked = try directory.sluice("check out")
        #expect(checked.ending == .done && checked.text.contains(": no errors"))
        let lines = try directory.shell("cat $(ls out/*.gz | sort -t. -k3n) | zcat")
        let isSame = lines.output == whole.output
        #expect(isSame)
        // Its own name for the input stands in the rejects.
        _ = try directory.shell("sed s/stdin//g out.rejects > out/rejects; rm out.rejects")
        found.append(try SamenessTests.hashes(directory, "out"))
      }
      #expect(found[0].contains("c2c_id_1234_5678_1732240000.sync.5.gz"))
      #expect(Set(found).count == 1, "\(found)")
    }
  }

  @Test func asAReferenceDoes() throws {
    try withDirectory { directory in
      let found = try directory.python(Self.trial, ["1", "30"])
      #expect(found.ending == .done && found.text == "ok\n", "\(found.text) \(found.errors)")
    }
  }

  /// Random dumps with IDs of all types, right and wrong: prints where lines, rejects or counts differ from what
  /// the rules say.
  private static let trial = #"""
    import csv, glob, gzip, hashlib, io, json, random, re, subprocess, sys

    LOWER = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    SOURCES = {0: "[0-9]{38}", 20915: LOWER.replace("a-f", "A-F"), 20914: LOWER, 121963: LOWER,
               488258: LOWER, 1171485: LOWER, 389146: "[0-9A-Za-z]+", 963906: "[0-9A-Za-z]+",
               1171489: "[0-9A-Za-z]+"}

    NOTHING = hashlib.sha256(b"").hexdigest()

    def hashed(value):
        text = value.strip()
        if not text: return None, None
        if text in ("0" * 64, NOTHING): return None, None
        if re.fullmatch("[0-9a-fA-F]{64}", text): return text.lower(), None
        if re.fullmatch(r"[A-Za-z0-9.]+@[A-Za-z]+\.[A-Za-z]{2,3}", text):
            return hashlib.sha256(text.lower().encode()).hexdigest(), None
        return None, "email"

    def checked(value, dpid):
        if value in ("", "NULL"): return None, None
        if dpid in SOURCES:
            return (value, None) if re.fullmatch(SOURCES[dpid], value) else (None, "id-format")
        if re.search(r"[:\x00-\x1f\x7f]|%3[aA]", value) or value != value.strip(" "):
            return None, "id-format"
        return (None, "id-pii") if value == "ann@example.com" else (value, None)

    def expected(row, columns):
        """A line, or a reason and a column, or nothing."""
        found = [hashed(row[n]) if isHash and row[n] != "NULL" else checked(row[n], dpid)
                 for n, dpid, isHash in columns]
        if found[0] == (None, None): return "id-empty", columns[0][0]
        if found[0][1]: return found[0][1], columns[0][0]
        if all(one == (None, None) for one in found[1:]): return None
        for (value, reason), (n, _, _) in zip(found[1:], columns[1:]):
            if value is None: return reason or "id-empty", n
        return "\t".join(value for value, _ in found)

    def value(pick, dpid, isHash):
        digits = lambda count, alphabet: "".join(pick.choice(alphabet) for _ in range(count))
        dashed = lambda alphabet: "-".join(digits(n, alphabet) for n in (8, 4, 4, 4, 12))
        if pick.random() < 0.15: return pick.choice(["", "", "NULL", '""'[:pick.randrange(2) * 2], " "])
        if pick.random() < 0.1:
            return pick.choice(["a:b", "a%3Ab", "x ", " x", "a\tb", "a\nb", "ann@example.com", 'say "no"',
                                "a,b", "\u00e9t\u00e9", "a%20b", "foo@", "@b.de", "0" * 64, NOTHING])
        if isHash:
            mail = digits(8, "abcXYZ.09").strip(".").replace("..", ".").replace("..", ".") or "a"
            mail += pick.choice(["@example.com", "@Mail.DE"])
            return pick.choice([mail, " " + mail, mail + "\t", mail.upper(), digits(64, "0123456789abcdef"),
                                digits(64, "0123456789ABCDEF"), digits(63, "0123456789abcdef"), "nobody"])
        if dpid == 0: return digits(pick.choice([38, 38, 38, 37]), "0123456789")
        if dpid in SOURCES and "{8}" in SOURCES[dpid]:
            return dashed(pick.choice(["0123456789abcdef", "0123456789ABCDEF", "0123456789abcdef"])
                          if dpid != 20915 else pick.choice(["0123456789ABCDEF", "0123456789abcdef"]))
        return digits(pick.randrange(1, 12), "abcdefXYZ") + pick.choice(["", "-1", "_x"])

    def trial(seed):
        pick = random.Random(seed)
        width, isC2C = pick.randrange(2, 6), pick.random() < 0.4
        names = [f"c{n}" for n in range(width + 1)]
        places = pick.sample(range(width + 1), width)
        own = lambda: pick.randrange(1, 900)
        dpids = [pick.choice([0, 20914, 20915, 389146, 121963, 901]) if not isC2C else 901]
        while len(dpids) < width:
            dpid = own() if isC2C or pick.random() < 0.5 else pick.choice(list(SOURCES))
            if dpid != dpids[0]: dpids.append(dpid)
        columns = [(n, dpid, isC2C and k > 0) for k, (n, dpid) in enumerate(zip(places, dpids))]
        wanted = {n: (dpid, isHash) for n, dpid, isHash in columns}
        rows = [[value(pick, *wanted.get(n, (5, False))) for n in range(width + 1)]
                for _ in range(pick.choice([0, 1, 20, 300]))]
        text = io.StringIO()
        quoting = pick.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
        writer = csv.writer(text, quoting=quoting, lineterminator=pick.choice(["\n", "\r\n"]))
        writer.writerows([names] + rows)
        open("dump.csv", "w", newline="").write(text.getvalue())
        listed = [names[n] for n, _, _ in columns]
        options = ["--columns", ",".join(listed), "--dpids", ",".join(map(str, dpids))]
        if isC2C:
            split = pick.randrange(1, width + 1)
            options[1] = ",".join(listed[:split])
            options += ["--c2c"] + [f"--hash={name}" for name in listed[1:]]
        if pick.random() < 0.3: options += ["--split-raw-size", "3000"]
        options += ["--lanes", str(pick.randrange(1, 4))]
        ran = subprocess.run(
            ["sluice", "idsync", "--delimiter", ",", "--quote", '"', "--escape", "none", "--header", "yes",
             "--null", "NULL", "--out", f"out{seed}", "--timestamp", "1732240000", "--verify", "--quiet",
             "--rejects", "rejects.csv", "--force", "--report", f"run{seed}.json", "dump.csv"] + options,
            capture_output=True, text=True)
        if ran.returncode: return f"{options}: {ran.stderr}"
        answers = [expected(row, columns) for row in rows]
        lines = [answer for answer in answers if isinstance(answer, str)]
        rejects = [(str(n + 2), answer[0], names[answer[1]])
                   for n, answer in enumerate(answers) if isinstance(answer, tuple)]
        root = ("c2c" if isC2C else "adobe") + "_id_" + "_".join(map(str, dpids)) + "_1732240000.sync"
        files = sorted(glob.glob(f"out{seed}/*.gz"), key=lambda name: (len(name), name))
        if any(not name.startswith(f"out{seed}/{root}.") for name in files): return f"names {files}"
        written = b"".join(gzip.open(name).read() for name in files).decode()
        if written != "".join(line + "\n" for line in lines): return f"lines of {options}"
        told = [(row[1], row[4], row[5]) for row in list(csv.reader(open("rejects.csv", newline="")))[1:]]
        if told != rejects: return f"rejects of {options}: {told} not {rejects}"
        counts = json.load(open(f"run{seed}.json"))["counts"]
        if counts["withoutTrait"] != answers.count(None): return f"no-trait of {options}"
        if counts["records"] != len(rows) or counts["lines"] != len(lines): return f"counts of {options}"
        if files and subprocess.run(["sluice", "check", f"out{seed}"], capture_output=True).returncode:
            return f"check of {options}"

    first, count = map(int, sys.argv[1:])
    for seed in range(first, first + count):
        problem = trial(seed)
        if problem: sys.exit(f"seed {seed}: {problem}")
    print("ok")
    """#
}
