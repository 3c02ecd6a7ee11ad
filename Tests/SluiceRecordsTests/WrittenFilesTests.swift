// Files that conversions write, by random mappings from random dumps: a check finds no error in them,
// and counts what was written.

import AudienceManager
import Foundation
import Sluice
import Testing

@testable import SluiceRecords

@Suite struct WrittenFilesTests {
  @Test func checksFindNoError() throws {
    var files = 0
    for seed in seeds(100) {
      let job = RandomJob(seed: seed, rowCount: 40)
      let folder = try TemporaryDirectory.make()
      defer { try? FileManager.default.removeItem(at: folder) }
      let dump = folder.appending(path: "dump.csv")
      try Data(job.text).write(to: dump)
      let outbox = folder.appending(path: "outbox").path
      let summary = try Conversion(options(job, seed, dump: dump.path, outbox: outbox)).run()
      files += summary.parts.count
      let report = try CheckJob(paths: [outbox]).run()
      let found = (report.files.flatMap(\.findings) + report.sequences.flatMap(\.findings))
        .filter { $0.section != 1 && !Self.suspicions.contains($0.code) }
        .filter { $0.severity != .note || $0.code == "trait-conflict" }
      let isGood =
        found.isEmpty && report.total.recordsReceived == summary.counts.lines
        && report.total.totalSignals == summary.counts.pairs - summary.counts.traits
        && report.files.count { $0.counts != nil } == summary.parts.count
      #expect(isGood, "seed \(seed): \(job.mapping) \(literal(job.text)): \(report)")
      if !isGood { return }
    }
    #expect(files > 40)
  }

  /// What is warned of when it is written, too.
  private static let suspicions = IDSuspicion.allCases.map(\.code)

  private func options(
    _ job: RandomJob, _ seed: UInt64, dump: String, outbox: String
  ) -> ConversionOptions {
    var random = SeededGenerator(seed: seed)
    var mapping = job.mapping
    let type = mapping.id.type.flatMap { IDType(rawValue: $0) }
    if let dpid = type?.dataSource, dpid > 0 {
      mapping.dataSource = Mapping.DataSource(dpid: dpid, target: 1)
    } else if type == .uuid {
      mapping.id.type = nil
    }
    if random.oneIn(2) { mapping.dataSource.mode = .overwrite }
    var options = ConversionOptions(mapping: mapping)
    options.inputs = [dump]
    options.dialect.delimiter = job.dialect.delimiter
    options.dialect.quote = job.dialect.quote.map { .byte($0) } ?? DialectSettings.Mark.none
    options.dialect.escape = job.dialect.escape.map { .byte($0) } ?? DialectSettings.Mark.none
    options.dialect.comment = job.dialect.comment
    options.dialect.ragged = job.padsRagged ? .pad : .reject
    options.output = .directory(outbox, layout: .flat)
    options.packaging = random.oneIn(2) ? .plain : .gzip(.fastest)
    options.splitSize = random.pick([3_000, 1_000_000])
    options.timestamp = 1_732_240_000
    options.lanes = 1 + random.below(3)
    options.verifiesParts = true
    return options
  }
}
