// Names given for rejects and reports that are already those of something else in the run: refused before
// any work, however they are spelled.

import Foundation
import Testing

@Suite struct OutputPathTests {
  private static let name = Samples.name
  private static let before = "ftp_dpm_1234_1732240009.sync.rejects.csv"

  static let clashes: [(options: String, error: String)] = [
    (
      "--out outbox --rejects outbox/\(name).gz",
      "--rejects has a name of the files that are written: outbox/\(name).gz (name another)"
    ),
    (
      "--out outbox --rejects outbox/../outbox/./\(name).17.gz",
      "--rejects has a name of the files that are written: outbox/../outbox/./\(name).17.gz (name "
        + "another)"
    ),
    (
      "--out ./outbox/ --rejects outbox/\(name).info",
      "--rejects has a name of the files that are written: outbox/\(name).info (name another)"
    ),
    (
      "--out outbox --rejects outbox/\(name).rejects.csv",
      "--rejects has a name of the files that are written: outbox/\(name).rejects.csv (leave out "
        + "--rejects to have the rejects there)"
    ),
    (
      "--out outbox --report outbox/\(name).gz/run.json",
      "--report has a name of the files that are written: outbox/\(name).gz/run.json (name another)"
    ),
    (
      "--out . --rejects \(name)",
      "--rejects has a name of the files that are written: \(name) (name another)"
    ),
    (
      "--out outbox --layout s3 --partner acme --rejects outbox/acme/date=2024-11-22/\(name).gz",
      "--rejects has a name of the files that are written: outbox/acme/date=2024-11-22/\(name).gz "
        + "(name another)"
    ),
    (
      "--out linked --rejects real/\(name).gz",
      "--rejects has a name of the files that are written: real/\(name).gz (name another)"
    ),
    (
      "--report x.json --rejects ./x.json",
      "--report and --rejects name the same file: x.json"
    ),
    (
      "--report missing/../missing/x.json --rejects missing/x.json",
      "--report and --rejects name the same file: missing/../missing/x.json"
    ),
    (
      "--report linked/x.json --rejects real/x.json",
      "--report and --rejects name the same file: linked/x.json"
    ),
    (
      "--report missing.json --rejects missing.json/x.csv",
      "--report and --rejects name the same file: missing.json"
    ),
    (
      "--out outbox/here --rejects outbox",
      "--rejects has the name of a folder of the files that are written: outbox"
    ),
    (
      "--out outbox --rejects outbox/",
      "--rejects has the name of a folder of the files that are written: outbox/"
    ),
    (
      "--force --out . --timestamp 1732240009 \(before)",
      "a file that is read has a name of the files that are written: \(before) (name another)"
    ),
    (
      "--force --rejects ./clean.csv",
      "--rejects names a file that is read: ./clean.csv (name another)"
    ),
    (
      "--force --rejects linked/../map.yaml",
      "--rejects names a file that is read: linked/../map.yaml (name another)"
    ),
    (
      "--force --report dump.json", "--report names a file that is read: dump.json (name another)"
    ),
  ]

  @Test(arguments: clashes, ["", "--dry-run"])
  func clash(_ clash: (options: String, error: String), dry: String) throws {
    try withDirectory { directory in
      try directory.writeSamples()
      try directory.write("dump.json", Samples.clean)
      try directory.write(Self.before, Samples.clean)
      _ = try directory.shell("mkdir real; ln -s real linked")
      let before = directory.list()
      let found = try directory.sluice(
        "convert -m map.yaml \(Self.timestamp(clash.options)) \(clash.options) \(dry) nosuch.csv clean.csv dump.json"
      )
      #expect(found.ending == .exited(64))
      #expect(found.errors == "sluice: error: \(clash.error)\n")
      #expect(directory.list() == before && directory.list("real") == [])
      #expect(try directory.text("clean.csv") == Samples.clean)
      #expect(try directory.text("map.yaml") == Samples.mapping)
    }
  }

  /// That of the samples, where no other is given.
  private static func timestamp(_ options: String) -> String {
    options.contains("--timestamp") ? "" : "--timestamp 1732240000"
  }

  /// What only looks like a clash: another sequence, another directory, a device.
  @Test(arguments: [
    "--out outbox --rejects outbox/ftp_dpm_1234_1732240001.sync.gz",
    "--out outbox --rejects \(name).gz",
    "--out outbox --rejects outbox/\(name).rejects.txt", "--rejects outbox/\(name).gz",
    "--rejects /dev/null", "--report x.json --rejects y.json",
  ])
  func noClash(options: String) throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let found = try directory.sluice(
        "convert -m map.yaml --timestamp 1732240000 --quiet \(options) clean.csv /dev/null --columns "
          + "id,plan,city,active --header yes")
      #expect(found.ending == .done, "\(found.errors)")
    }
  }
}
