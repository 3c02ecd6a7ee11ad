// Compressed inputs as they come: every kind of LZ4 frame, damage of every kind, and formats that are
// not read here.

import Foundation
import Testing

@Suite struct CompressedInputTests {
  static let options = "-m map.yaml \(Samples.toFiles) --quiet"
  static let mapping = "dataSource: {dpid: 1234}\nid: {column: id}\nfields: [{column: v}]\n"

  /// A dump of several chunks, hard to compress, so that damage hits what matters.
  static let dump = """
    import random
    random = random.Random(3)
    with open("dump", "w") as dump:
        dump.write("id,v\\n")
        for n in range(20000): dump.write("%d,%032x\\n" % (n, random.getrandbits(128)))
    """

  /// Every option of the `lz4` program that says how a frame is made.
  static let frames = [
    "-B4", "-B5", "-B6", "-B7", "-BD", "-BX", "-BI", "--content-size", "--no-frame-crc", "-9",
    "--fast=3", "-B4 -BD -BX --content-size", "-B5 -BD --no-frame-crc",
    "-12 -B6 -BX --no-frame-crc",
  ]

  @Test func everyLZ4Frame() throws {
    try withDirectory { directory in
      _ = try directory.python(Self.dump)
      try directory.write("map.yaml", Self.mapping)
      let script = """
        sluice convert -m map.yaml --quiet dump > expected
        for options in \(Self.frames.map { "'\($0)'" }.joined(separator: " ")); do
          lz4 -q $options -c < dump > dump.lz4
          if [ ${#options} -gt 4 ]; then input=dump.lz4; else input=-; fi
          sluice convert -m map.yaml --quiet $input < dump.lz4 | cmp - expected || echo "$options"
        done
        (head -n 1000 dump | lz4 -q; printf 'P*M\\030\\003\\0\\0\\0abc'; printf '' | lz4 -q -B4
         tail -n +1001 dump | lz4 -q -BD -B5; printf '_*M\\030\\0\\0\\0\\0') > several
        cat several | sluice convert -m map.yaml --quiet | cmp - expected || echo several
        """
      let found = try directory.shell(script)
      #expect(found.ending == .done && found.text.isEmpty && found.errors.isEmpty)
      #expect(try directory.read("expected").count > 800_000)
    }
  }

  @Test func framesThatAreNotRead() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      _ = try directory.shell(
        """
        lz4 -q -l -c clean.csv > legacy
        # A dictionary's number in the header, and what the header's checksum then is, by LZ4's format.
        printf '\\004\\042\\115\\030\\141\\100\\001\\000\\000\\000\\000' > dictionary
        """)
      let legacy = try directory.sluice("convert \(Self.options) legacy")
      #expect(legacy.ending == .exited(65))
      #expect(
        legacy.errors == "sluice: error: legacy LZ4 format (lz4 -l) is not supported: legacy, "
          + "stored byte 3, after 0 decoded bytes (use: lz4 -dc FILE | sluice ...)\n")
      let piped = try directory.shell("lz4 -dc legacy | sluice convert \(Self.options) -")
      #expect(piped.ending == .done, "\(piped.errors)")
      _ = try directory.shell("rm -r outbox")
      let dictionary = try directory.sluice("convert \(Self.options) dictionary")
      #expect(dictionary.ending == .exited(65))
      #expect(
        dictionary.errors.hasPrefix("sluice: error: LZ4 frame needs a dictionary: dictionary, "))
      #expect(directory.list("outbox") == [])
    }
  }

  /// How stored data is damaged, in Python: `d` is the data, `n` its length.
  static let damages = [
    "d[:n // 2]", "d[:n - 1]", "d[:20]", "d + b'garbage'", "d + b'\\x1f'",
    "d[:n - 1] + bytes([d[-1] ^ 1])", "d[:n // 2] + bytes([d[n // 2] ^ 255]) * 9 + d[n // 2 + 9:]",
    "d[:n // 3] + d[n // 3 + 100:]", "d + d[:n // 4]",
  ]

  /// The data is wrong, and said to be wrong where it is; nothing that came before gets a name.
  @Test(arguments: ["gzip -1", "lz4 -q", "lz4 -q -BX -BD -B4"])
  func damage(tool: String) throws {
    try withDirectory { directory in
      _ = try directory.python(Self.dump)
      try directory.write("map.yaml", Self.mapping)
      let files = Self.damages.enumerated().map { "open('bad\($0)', 'wb').write(\($1))" }
      let made = try directory.shell(
        """
        \(tool) -c dump > good
        python3 -c "d = open('good', 'rb').read(); n = len(d); \(files.joined(separator: "; "))"
        """)
      #expect(made.ending == .done, "\(made.errors)")
      for (place, damage) in Self.damages.enumerated() {
        let input = place % 2 == 0 ? "bad\(place)" : "< bad\(place)"
        let found = try directory.shell("sluice convert \(Self.options) \(input)")
        #expect(found.ending == .exited(65))
        #expect(directory.list("outbox") == [])
        try check(found.errors, of: "bad\(place)", damage, in: directory)
      }
    }
  }

  /// Both positions of an error are where the damage is.
  private func check(
    _ errors: String, of name: String, _ damage: String, in directory: Directory
  ) throws {
    let place = /stored byte (\d+), after (\d+) decoded bytes( \(is the file complete\?\))?\n$/
    let match = try #require(try place.firstMatch(in: errors), "\(errors)")
    let (at, reached) = (Int(match.output.1) ?? -1, Int(match.output.2) ?? -1)
    let good = try directory.read("good").count
    let decoded = try directory.read("dump").count
    #expect(try (0...directory.read(name).count).contains(at))
    #expect((0...decoded * 5 / 4).contains(reached))
    #expect(errors.count { $0 == "\n" } == 1)
    if damage.hasPrefix("d + b") { #expect(at >= good && reached == decoded, "\(errors)") }
    if damage.hasPrefix("d[:n - 1]") { #expect(at > good - 10 && reached == decoded, "\(errors)") }
    if damage == "d[:n // 2]" { #expect(at > good / 4 && reached < decoded, "\(errors)") }
  }

  @Test func formatsThatAreNotRead() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let made = try directory.shell(
        """
        zstd -q -c clean.csv > a.zst; xz -c clean.csv > a.xz; bzip2 -c clean.csv > a.bz2
        python3 - <<'END'
        import zipfile
        zipfile.ZipFile("a.zip", "w").write("clean.csv")
        zipfile.ZipFile("a.xlsx", "w").writestr("[Content_Types].xml", "<Types/>")
        open("a.7z", "wb").write(b"7z\\xbc\\xaf\\x27\\x1c\\0\\4" + bytes(24))
        open("a.parquet", "wb").write(b"PAR1\\x15\\x04\\x15" + bytes(40) + b"PAR1")
        END
        """)
      #expect(made.ending == .done, "\(made.errors)")
      for (name, format, tool, pipe) in [
        ("a.zst", "zstd", "use: zstdcat 'a.zst'", "use: ... | zstdcat"),
        ("a.xz", "xz", "use: xzcat 'a.xz'", "use: ... | xzcat"),
        ("a.bz2", "bzip2", "use: bzcat 'a.bz2'", "use: ... | bzcat"),
        ("a.zip", "zip", "use: unzip -p 'a.zip'", "use: ... | funzip"),
        ("a.7z", "7z", "use: 7z e -so 'a.7z'", "use: 7z e -so FILE"),
        (
          "a.xlsx", "Excel", "save it as CSV, or use: xlsx2csv 'a.xlsx'",
          "save it as CSV, or use: xlsx2csv FILE"
        ),
        (
          "a.parquet", "Parquet", "use: duckdb -csv -c \"from read_parquet('a.parquet')\"",
          "use: duckdb -csv -c \"from read_parquet(FILE)\""
        ),
      ] {
        for (input, source, hint) in [(name, name, tool), ("< \(name)", "stdin", pipe)] {
          let found = try directory.shell("sluice convert \(Self.options) \(input)")
          #expect(found.ending == .exited(65))
          #expect(
            found.errors
              == "sluice: error: \(format) data is not read directly: \(source) (\(hint) | sluice ...)\n"
          )
        }
      }
      #expect(directory.list("outbox") == [])
      let piped = try directory.shell("zstdcat a.zst | sluice convert -m map.yaml --quiet")
      #expect(piped.text == Samples.lines)
      let unzipped = try directory.shell("unzip -p a.zip | sluice convert -m map.yaml --quiet")
      #expect(unzipped.text == Samples.lines)
    }
  }
}
