// The same report whatever the lanes and the stretches; and lanes find their sources.

import Foundation
import SluiceTestTools
import Testing

@testable import Sluice

@Suite struct CheckLanesTests {
  /// Lines of all sorts, users in runs, line ends of both kinds, some lines very long.
  private func text(seed: UInt64, count: Int) -> [UInt8] {
    var random = SeededGenerator(seed: seed)
    let pieces = [
      "\"k\"=\"v\"", "\"plan\"=\"Pro\",\"city\"=\"Köln\"", "d_sid=24", "24:0", "x", "\"k\"=\"v", "",
      "\"k\"=\"v\",,\"l\"=\"w\"", "\"k\"=\"a\u{1}b\"", "\"interest\"=\"rock, pop\"",
    ]
    var text: [UInt8] = []
    var user = 0
    for _ in 0..<count {
      if Int.random(in: 0..<9, using: &random) == 0 { user += 1 }
      var line = "u\(user % 7)\t" + (pieces.randomElement(using: &random) ?? "")
      switch Int.random(in: 0..<300, using: &random) {
      case 0: line += String(repeating: "y", count: 150_000)
      case 1: line = ""
      case 2: line += "\r"
      case 3: line = "jo\(user)@example.com\t\"k\"=\"v\""
      default: break
      }
      text += Array(line.utf8) + [0x0A]
    }
    for _ in 0..<500 { text += Array("same\t\"k\"=\"v\"\n".utf8) }
    return text
  }

  @Test func sameReport() throws {
    try CheckFolder.with { folder in
      let root = "ftp_dpm_1234_1732240000.sync"
      for part in 1...3 {
        let text = text(seed: UInt64(part), count: 1500)
        try folder.write("\(root).\(part).gz", try CheckFolder.gzip(text))
      }
      var damaged = try CheckFolder.gzip(text(seed: 4, count: 3000))
      damaged.removeLast(damaged.count / 3)
      try folder.write("\(root).4.gz", damaged)
      try folder.write("ftp_dpm_1234_1732240001.sync", text(seed: 5, count: 3000))
      let oracle = (0..<3000).map { number in
        let type = number == 1700 ? "android" : number < 20 ? "what" : "IDFA"
        return "\(type)\tB56E68EC-34ED-46D5-AF0C-1D2401F676C9\t\(number)\n"
      }
      try folder.put("ftp_dpm_odc_1234_1732240001.sync", oracle.joined())
      let report = try folder.check(lanes: 1)
      #expect(report.total.recordsReceived > 10_000 && Set(report.codes).count > 8)
      #expect(report.codes.contains("lines-of-user") && report.codes.contains("line-too-long"))
      let odc = try #require(report.files.last)
      let found = Dictionary(uniqueKeysWithValues: odc.findings.map { ($0.code, $0.count) })
      #expect(found["mixed-id-types"] == 1 && found["unknown-id-type"] == 20)
      for (lanes, chunkSize) in [(1, 3_000), (2, nil), (3, 20_000), (8, 3_000)] {
        let other = try folder.check(lanes: lanes, chunkSize: chunkSize)
        #expect(other == report, "\(lanes) lanes, chunks of \(chunkSize ?? 0)")
      }
    }
  }

  /// A file of one endless line takes no more memory than lines may have, and is told of once.
  @Test func endlessLine() throws {
    let bytes = [UInt8](repeating: 0x61, count: 1_500_000) + Array("\nu1\t\"k\"=\"v\"\nx".utf8)
    let report = try CheckFolder.with { folder in
      try folder.write("ftp_dpm_1234_1732240000.sync", bytes)
      return try folder.check(chunkSize: 10_000)
    }
    #expect(report.codes == ["line-too-long", "no-traits", "no-line-end"])
    #expect(report.files[0].rawBytes == bytes.count)
    let places = report.files[0].findings[1].places
    #expect(places.map(\.line) == [3] && places.map(\.byte) == [bytes.count])
  }

  @Test func lanesSpreadOverSources() {
    var board = SourceBoard(sources: 3)
    #expect(board.source(for: 0) == 0)
    #expect(board.source(for: 1) == 1)
    #expect(board.source(for: 0) == 0)
    board.end(0)
    #expect(board.source(for: 0) == 2)
    board.end(1)
    // None is left to begin: the lane joins the other.
    #expect(board.source(for: 1) == 2)
    #expect(board.source(for: 2) == 2)
    board.end(2)
    for lane in 0..<3 { #expect(board.source(for: lane) == nil) }
  }

  @Test func lanesJoinTheSourceWithTheFewest() {
    var board = SourceBoard(sources: 2)
    let places = (0..<6).map { board.source(for: $0) ?? -1 }
    #expect(places.filter { $0 == 0 }.count == 3 && places.filter { $0 == 1 }.count == 3)
  }
}
