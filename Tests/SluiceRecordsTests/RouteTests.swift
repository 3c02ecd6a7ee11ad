// IDs of several types in one dump: each record goes where its ID belongs, or is rejected once.

import AudienceManager
import SluiceBytes
import Testing

@testable import SluiceRecords

struct RouteTests {
  private static let routes: [IDRoute] = [
    .first(.idfa, further: [.gaid, .uuid]), .further(.gaid), .further(.uuid),
  ]

  /// The lines of a type's route are those of a run over the records with such IDs; the sum of all
  /// routes is that of one run over all.
  @Test func everyRecordIsAccountedForOnce() throws {
    for seed in seeds(600) {
      var random = SeededGenerator(seed: seed)
      var job = RandomJob(seed: seed)
      job.mapping.id.type = Mapping.Identity.automaticType
      job.mapping.id.transforms = []
      for _ in 0..<6 { appendRecord(to: &job, &random) }
      var counts = RecordCounts()
      var rejects: [Reject] = []
      for route in Self.routes {
        let mapped = try map(job, route)
        counts += mapped.counts
        rejects += mapped.rejects
        let alone = try map(only(route.type, of: job), route)
        let isSame = mapped.lines == alone.lines && mapped.counts.written == alone.counts.written
        #expect(
          isSame,
          """
          seed \(seed), \(route): \(literal(mapped.lines)) instead of \(literal(alone.lines)): \
          \(literal(job.text))
          """)
        if !isSame { return }
      }
      let records = job.rows.count {
        switch $0.row {
        case .fields, .damaged: true
        case .header, .skipped: false
        }
      }
      let isWhole =
        counts.addsUp && counts.records == records
        && Set(rejects.map(\.offset)).count == rejects.count
      #expect(isWhole, "seed \(seed): \(records) records, \(counts), \(literal(job.text))")
      if !isWhole { return }
    }
  }

  /// A type that no route takes is no ID.
  @Test func whatHasNoRouteIsRejected() throws {
    var job = RandomJob(seed: 1, rowCount: 0)
    job.mapping = Mapping(
      id: Mapping.Identity(column: "user", type: "auto"), fields: [], pii: .reject)
    job.padsRagged = true
    let uuid = String(repeating: "1", count: Limits.uuidDigits)
    job.append(Array("\(uuid)\n".utf8), .fields([uuid]))
    let mapped = try map(job, .first(.idfa, further: [.gaid]))
    #expect(mapped.counts[.idFormat] == 1)
  }

  private struct Mapped {
    var lines: [UInt8]
    var counts: RecordCounts
    var rejects: [Reject]
  }

  private func map(_ job: RandomJob, _ route: IDRoute) throws -> Mapped {
    let plan = try MappingPlan(
      job.mapping, columns: job.columns,
      for: PlanPurpose(route: route, columnKinds: job.columnKinds))
    var mapper = RecordMapper(
      plan: plan, dialect: job.dialect, padsRagged: job.padsRagged, header: job.header)
    var index = RecordIndex(dialect: job.dialect)
    let output = ByteBuffer(capacity: 16)
    buffer(job.text).withBytes { text in
      index.build(text)
      mapper.beginChunk(skippingHeader: true)
      mapper.map(text, index, until: .max, most: .max, into: output)
    }
    return Mapped(
      lines: output.withBytes { $0.copied() }, counts: mapper.counts, rejects: mapper.rejects)
  }

  /// The job without the records whose IDs are of another type.
  private func only(_ type: IDType?, of job: RandomJob) -> RandomJob {
    var other = job
    other.rows = []
    other.text = []
    for (place, row) in job.rows.enumerated() {
      let next = place + 1 < job.rows.count ? job.rows[place + 1].range.lowerBound : job.text.count
      if case .fields(let fields) = row.row, naiveType(fields[0]) != type { continue }
      other.append(Array(job.text[row.range.lowerBound..<next]), row.row)
    }
    return other
  }

  private func naiveType(_ id: String) -> IDType? {
    if id.wholeMatch(of: /[0-9]{38}/) != nil { return .uuid }
    guard id.wholeMatch(of: /[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}/) != nil else {
      return nil
    }
    let isUpper = id.contains(/[A-F]/)
    let isLower = id.contains(/[a-f]/)
    return isUpper == isLower ? nil : isUpper ? .idfa : .gaid
  }

  private func appendRecord(to job: inout RandomJob, _ random: inout SeededGenerator) {
    let digits = random.pick([Array("0123456789abcdef"), Array("0123456789ABCDEF")])
    var id = [8, 4, 4, 4, 12].map { count in
      String((0..<count).map { _ in random.pick(digits) })
    }.joined(separator: "-")
    if random.oneIn(4) { id = String((0..<38).map { _ in random.pick(Array("0123456789")) }) }
    let fields = [id] + job.columns.dropFirst().map { _ in random.pick(["P", "F", "12", ""]) }
    let line = fields.joined(separator: String(UnicodeScalar(job.dialect.delimiter)))
    job.append(Array("\(line)\n".utf8), .fields(fields))
  }
}
