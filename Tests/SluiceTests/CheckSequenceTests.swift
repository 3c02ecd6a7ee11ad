// Files against each other and against their transfer-control file (sections 2 and 10), and what paths
// stand for.

import AudienceManager
import Foundation
import SluiceTestTools
import Testing

@testable import Sluice

private let root = "ftp_dpm_1234_1732240000.sync"
private let line = "u1\t\"k\"=\"v\"\n"

@Suite struct CheckSequenceTests {
  /// The codes of what is found of sequences in a folder of such files.
  private func codes(_ names: [String]) throws -> [String] {
    try CheckFolder.with { folder in
      for name in names { try folder.put(name, line) }
      return try folder.check().sequences.flatMap(\.findings).map(\.code)
    }
  }

  @Test("section 2: split numbers go from 1 to N without a gap, each once")
  func splits() throws {
    #expect(try codes([root]) == [])
    #expect(try codes((1...12).map { "\(root).\($0)" }) == [])
    #expect(try codes(["\(root).1", "\(root).3"]) == ["split-missing"])
    #expect(try codes(["\(root).2"]) == ["split-missing"])
    #expect(try codes(["\(root).1", "\(root).1.gz"]) == ["split-twice"])
    #expect(try codes([root, "\(root).gz"]) == ["split-twice"])
    #expect(try codes([root, "\(root).1", "\(root).2"]) == ["split-mixed"])
  }

  @Test("section 2: parts of different sequences are told apart")
  func severalSequences() throws {
    let others = [
      "ftp_dpm_1234_1732240001.sync", "ftp_dpm_1234_1732240000.overwrite",
      "ftp_dpm_1234_5678_1732240000.sync", "c2c_id_1234_5678_1732240000.sync",
    ]
    try CheckFolder.with { folder in
      for name in [root] + others { try folder.put(name + ".1", line) }
      try folder.put("\(others[0]).3", line)
      let sequences = try folder.check().sequences
      #expect(Set(sequences.map(\.root)) == Set([root] + others))
      let found = sequences.filter { !$0.findings.isEmpty }
      #expect(found.map(\.root) == [others[0]])
      #expect(found.first?.names == ["\(others[0]).1", "\(others[0]).3"])
      #expect(found.first?.findings.first?.text == "split numbers are missing: 2")
    }
  }

  @Test("section 3: parts but the last are best between 200 and 300 MB")
  func smallParts() throws {
    #expect(try codes((1...3).map { "\(root).\($0).gz" }) == ["smaller-than-best"])
    #expect(try codes(["\(root).gz"]) == [])
  }

  @Test("files named one by one are a sequence only where there are several")
  func namedFiles() throws {
    try CheckFolder.with { folder in
      for name in ["\(root).1", "\(root).3"] { try folder.put(name, line) }
      #expect(try folder.check("\(root).3").sequences.isEmpty)
      #expect(try folder.check("\(root).1", "\(root).3").codes == ["split-missing"])
    }
  }

  // MARK: Transfer control

  /// What is found when a good control file, or one with a change, lies beside two parts.
  private func controlCodes(
    _ change: (inout TransferControl) -> Void = { _ in },
    text: (String) -> String = { $0 }, files: (CheckFolder) throws -> Void = { _ in }
  ) throws -> [String] {
    try CheckFolder.with { folder in
      var entries: [TransferControl.File] = []
      for number in 1...2 {
        let name = "\(root).\(number)"
        let content = Array(String(repeating: line, count: number).utf8)
        try folder.write(name, content)
        let digest = try Tool.output(of: ["md5sum"], input: content).prefix(32)
        entries.append(
          TransferControl.File(
            name: name, byteSize: content.count, lineCount: number, sequenceNumber: number,
            md5: String(decoding: digest, as: UTF8.self)))
      }
      var control = TransferControl(root: root, files: entries)
      change(&control)
      try folder.write("\(root).info", Array(text(control.json).utf8))
      try files(folder)
      let report = try folder.check()
      #expect(report.files.flatMap(\.findings).isEmpty)
      return report.sequences.flatMap(\.findings).map(\.code)
    }
  }

  @Test("section 10: a control file that tells the truth has no finding")
  func goodControl() throws {
    #expect(try controlCodes() == [])
    #expect(try controlCodes { $0.files.reverse() } == [])
    #expect(try controlCodes { $0.files[0].md5 = $0.files[0].md5.uppercased() } == [])
  }

  @Test("section 10: whatever it says that is not so is told")
  func badControl() throws {
    #expect(try controlCodes { $0.files[0].byteSize += 1 } == ["info-size"])
    #expect(try controlCodes { $0.files[0].lineCount += 1 } == ["info-lines"])
    #expect(
      try controlCodes { $0.files[0].md5 = String(repeating: "0", count: 32) } == ["info-md5"])
    #expect(try controlCodes { $0.files[0].sequenceNumber = 7 } == ["info-sequence-number"])
    #expect(try controlCodes { $0.root = "other" } == ["info-name"])
    #expect(try controlCodes { $0.files.removeLast() } == ["info-surplus-file"])
    #expect(
      try controlCodes {
        $0.files.append($0.files[0])
        $0.files[2].name = "\(root).3"
      } == ["info-missing-file"])
    #expect(try controlCodes { $0.files.append($0.files[0]) } == ["info-twice"])
    #expect(
      try controlCodes(text: {
        $0.replacing("\"TotalNumberLines\":3", with: "\"TotalNumberLines\":4")
      })
        == ["info-totals"])
    #expect(try controlCodes(text: { "{" + $0 }) == ["info-unreadable"])
    #expect(try controlCodes(text: { _ in "" }) == ["info-unreadable"])
    #expect(
      try controlCodes(files: {
        try FileManager.default.removeItem(at: $0.url.appending(path: "\(root).2"))
      })
        == ["info-missing-file"])
  }

  @Test("section 10: digests are of all stored bytes, whether they can be unpacked or not")
  func digestsOfPackedFiles() throws {
    var random = SeededGenerator(seed: 11)
    let lines = (0..<60_000).map { _ in "u\(random.next())\t\"k\"=\"\(random.next())\"\n" }.joined()
    let packed = try CheckFolder.gzip(Array(lines.utf8))
    let garbled = Array(packed.prefix(packed.count / 2)) + Array(packed.suffix(packed.count / 3))
    let contents = [
      "gz": packed, "gz ": garbled, "gpg": [UInt8(0x85)] + packed, "gpg ": Array(lines.utf8),
    ]
    for (packing, content) in contents {
      let digest = try Tool.output(of: ["md5sum"], input: content).prefix(32)
      for (md5, isRight) in [(String(decoding: digest, as: UTF8.self), true), ("0", false)] {
        try CheckFolder.with { folder in
          let name = "\(root).\(packing.trimmingCharacters(in: .whitespaces))"
          try folder.write(name, content)
          let entry = TransferControl.File(
            name: name, byteSize: content.count, lineCount: 60_000, sequenceNumber: 1,
            md5: String(repeating: md5, count: isRight ? 1 : 32))
          try folder.write(
            "\(root).info", Array(TransferControl(root: root, files: [entry]).json.utf8))
          for lanes in [1, 2] {
            let report = try folder.check(lanes: lanes, chunkSize: 64 << 10)
            let codes = report.sequences.flatMap(\.findings).map(\.code)
            #expect(codes.contains("info-md5") != isRight, "\(packing): \(codes)")
          }
        }
      }
    }
  }

  @Test("section 10: a control file without any of its files")
  func lonelyControl() throws {
    try CheckFolder.with { folder in
      let entry = TransferControl.File(
        name: root, byteSize: 1, lineCount: 1, sequenceNumber: 1, md5: "")
      try folder.write("\(root).info", Array(TransferControl(root: root, files: [entry]).json.utf8))
      #expect(try folder.check("\(root).info").codes == ["info-missing-file"])
    }
  }

  // MARK: Paths

  @Test("of a folder the inbound files are checked, those beside them passed over")
  func folder() throws {
    try CheckFolder.with { folder in
      try folder.put(root, line)
      try folder.put(".sluice-0123456789abcdef.1", "temporary")
      try folder.put("\(root).rejects.csv", "rejects")
      try folder.put("notes.txt", "notes")
      try folder.put("ftp_dpm_x.csv", "meant to be one")
      let report = try folder.check()
      #expect(report.files.map(\.name) == [root, "ftp_dpm_x.csv", "notes.txt"])
      #expect(report.files.map { $0.findings.map(\.severity) } == [[], [.error], [.note]])
    }
  }

  @Test("section 2: folders as in the receiver's bucket, and their dates")
  func bucket() throws {
    try CheckFolder.with { folder in
      try folder.put("acme/date=2024-11-22/\(root)", line)
      try folder.put("other/deep/\(root)", line)
      try folder.put("other/deep/er/date=2024-11-22/\(root)", line)
      let report = try folder.check()
      #expect(report.files.map(\.path) == ["\(folder.path)/acme/date=2024-11-22/\(root)"])
      #expect(report.codes == [])
      #expect(try folder.check("acme").codes == [])
      #expect(try folder.check("acme/date=2024-11-22").codes == [])
      try folder.put("acme/date=2024-11-23/\(root).gz", line)
      #expect(try folder.check().codes == ["folder-date"])
      #expect(try folder.check("acme/date=2024-11-23/\(root).gz").codes == ["folder-date"])
    }
  }

  @Test("section 2: from the bucket's top on, AWS directory and partner are both passed")
  func wholeBucket() throws {
    try CheckFolder.with { folder in
      try folder.put("aws/acme/date=2024-11-22/\(root)", line)
      for name in ["aws/\(root)", "aws/acme/\(root)", ".aws/acme/date=2024-11-22/\(root)"] {
        try folder.put(name, line)
      }
      let path = "\(folder.path)/aws/acme/date=2024-11-22/\(root)"
      let report = try folder.check()
      #expect(report.files.map(\.path) == [path] && report.codes == [])
      #expect(try folder.check("aws/acme/date=2024-11-22").files.map(\.path) == [path])
      // What lies in the folder that was named is checked, dates below it as well.
      #expect(try folder.check("aws").files.count == 2)
    }
  }

  @Test func noInboundFile() throws {
    try CheckFolder.with { folder in
      try folder.put("notes.txt", "")
      try folder.put("deep/notes.txt", "")
      let report = try folder.check()
      #expect(report.codes == ["not-inbound", "no-inbound-file"] && report.isGood)
      #expect(report.count(.warning) == 1)
      try folder.put(root, line)
      // A folder whose files were named before is not empty.
      #expect(try folder.check(root, ".").codes == ["not-inbound"])
    }
  }

  @Test("a file that is named and found, or named under several paths, is checked once")
  func once() throws {
    try CheckFolder.with { folder in
      try folder.put("out/\(root)", line)
      try folder.put("out/notes.txt", "")
      try FileManager.default.createSymbolicLink(
        atPath: folder.path + "/link", withDestinationPath: "out")
      for paths in [
        ["out", "out/\(root)"], ["out/\(root)", "out"], ["out/\(root)", "out/./\(root)"],
        ["out", "link"], ["out/\(root)", "link/\(root)"], ["out", "link/../out/", "out"],
      ] {
        var job = CheckJob(paths: paths.map { folder.path + "/" + $0 })
        job.lanes = 2
        let report = try job.run()
        #expect(report.files.count { $0.name == root } == 1, "\(paths)")
        #expect(report.isGood && !report.codes.contains("split-twice"), "\(report.codes)")
      }
      // Found it is passed over, named it is not.
      #expect(try !folder.check("out", "out/notes.txt").isGood)
      #expect(try !folder.check("out/notes.txt", "out").isGood)
      // Named by different paths, two files are one sequence still.
      try folder.put("out/\(root).3", line)
      #expect(
        try folder.check("out/\(root).3", "link/\(root)").codes == ["split-mixed", "split-missing"])
    }
  }

  @Test("links to one file under several names are judged by each name")
  func links() throws {
    try CheckFolder.with { folder in
      let first = try folder.put("\(root).1", line)
      for number in 2...3 {
        try FileManager.default.linkItem(atPath: first, toPath: folder.path + "/\(root).\(number)")
      }
      let report = try folder.check()
      #expect(report.files.count == 3 && report.codes == [])
    }
  }

  @Test("names that are not UTF-8 are told of")
  func undecodableNames() throws {
    try CheckFolder.with { folder in
      try folder.put("\(root).1", line)
      let script = #"cd "$0" && touch $'M\xe4rz' $'ftp_dpm_1_1732240000.sync\xe4'"#
      _ = try Tool.output(of: ["bash", "-c", script, folder.path])
      let report = try folder.check()
      #expect(report.codes == ["name-encoding", "name-encoding"])
      #expect(report.count(.error) == 1 && report.count(.note) == 1)
    }
  }

  @Test("pipes are passed over in folders and refused by name")
  func pipes() throws {
    try CheckFolder.with { folder in
      try folder.put("\(root).1", line)
      for name in ["\(root).2", "\(root).info", "x"] {
        _ = try Tool.output(of: ["mkfifo", folder.path + "/" + name])
        #expect(throws: SluiceError(.input, "")) { try folder.check(name) }
      }
      let report = try folder.check()
      #expect(report.codes == ["not-a-file", "not-a-file", "not-a-file"] && report.isGood)
      #expect(report.files.map(\.name) == ["\(root).1"])
      #expect(try folder.check(".", ".").codes == report.codes)
    }
  }

  @Test("an inbound file's name on what is no file is told of: there will be no file to deliver")
  func namesOnWhatIsNoFile() throws {
    try CheckFolder.with { folder in
      try folder.put("\(root).1", line)
      for name in ["\(root).2", "notes.txt", "\(root).info"] {
        try FileManager.default.createSymbolicLink(
          atPath: folder.path + "/" + name, withDestinationPath: "nowhere")
      }
      for name in ["\(root).3", "deep"] {
        try FileManager.default.createDirectory(
          atPath: folder.path + "/" + name, withIntermediateDirectories: false)
      }
      let report = try folder.check()
      #expect(report.codes == ["broken-link", "folder-named"] && report.count(.error) == 2)
      #expect(report.findings.map(\.text).allSatisfy { $0.contains("\(folder.path)/\(root).") })
      #expect(report.files.map(\.name) == ["\(root).1"])
      #expect(try folder.check(".", ".").codes == report.codes)
    }
  }

  @Test("a folder that cannot be read might have files in it", .enabled(if: getuid() != 0))
  func unreadable() throws {
    try CheckFolder.with { folder in
      try folder.put(root, line)
      try folder.put("closed/date=2024-11-22/\(root)", line)
      _ = try Tool.output(of: ["chmod", "0", folder.path + "/closed"])
      defer { _ = try? Tool.output(of: ["chmod", "700", folder.path + "/closed"]) }
      for path in [".", "closed"] {
        #expect(throws: SluiceError(.input, "")) { try folder.check(path) }
      }
    }
  }

  @Test func failures() throws {
    try CheckFolder.with { folder in
      try folder.put(root, line)
      #expect(throws: SluiceError(.input, "")) { try folder.check("nosuch") }
      #expect(throws: SluiceError(.usage, "")) { try CheckJob(paths: []).run() }
      #expect(throws: SluiceError(.usage, "")) { try CheckJob(paths: ["-"]).run() }
      var job = CheckJob(paths: [folder.path])
      job.stdinName = root
      #expect(throws: SluiceError(.usage, "")) { try job.run() }
    }
  }
}
