// What the start of a dump says of its columns: the same whatever the lanes and chunk sizes.

import Foundation
import Sluice
import SluiceRecords
import SluiceTestTools
import Testing

@Suite struct SampledColumnsTests {
  /// Right behind the end of the sample a column gets its first values, phone numbers: a chunk more of
  /// them, and the column would be one of phone numbers.
  @Test func endsAtAnOffset() throws {
    let filler = String(repeating: "f", count: 1_000)
    var dump = "id,c,f\n"
    for number in 0..<8_500 { dump += "a\(number),,\(filler)\n" }
    for number in 0..<2_500 {
      dump += "b\(number),\(212 + number % 7)\(220 + number * 37 % 770)\(1000 + number),\(filler)\n"
    }
    let path = try TemporaryFile.make(Array(dump.utf8))
    defer { TemporaryFile.remove(path) }
    let ways = [(1, 512 << 10), (2, 3 << 20), (3, 5 << 20), (1, 64 << 20)]
    let found = try ways.map { try convert(path, lanes: $0.0, chunkSize: $0.1) }
    for (way, other) in zip(ways, found) {
      let isSame = other == found[0]
      #expect(isSame, "\(way)")
    }
  }

  /// Values that a rule knows are among the first ones of a column, though they are written as something else: with
  /// enough of them the sample is over, and what comes later is judged by itself.
  @Test(arguments: [(9_900, false), (10_000, true)])
  func knownValuesEndASample(known: Int, isOver: Bool) throws {
    var dump = "id,c\n"
    for number in 0..<known { dump += "a\(number),yes\n" }
    for number in 0..<1_000 {
      dump += "b\(number),\(212 + number % 7)\(220 + number * 37 % 770)\(1000 + number)\n"
    }
    let path = try TemporaryFile.make(Array(dump.utf8))
    defer { TemporaryFile.remove(path) }
    let rule = Mapping.Rule.values(["yes": "Y"])
    let lines = try convert(path, lanes: 2, chunkSize: 512 << 10, rule: rule).count { $0 == 0x0A }
    #expect(lines == (isOver ? known + 1_000 : known))
  }

  private func convert(
    _ path: String, lanes: Int, chunkSize: Int, rule: Mapping.Rule = .pair
  ) throws -> Data {
    let output = try TemporaryFile.make("")
    defer { TemporaryFile.remove(output) }
    let handle = try #require(FileHandle(forWritingAtPath: output))
    var options = ConversionOptions(
      mapping: Mapping(
        dataSource: Mapping.DataSource(dpid: 1), id: Mapping.Identity(column: "id"),
        fields: [
          Mapping.Field(source: .column("c"), rule: rule),
          Mapping.Field(source: .constant("x"), key: "x"),
        ]
      ))
    options.inputs = [path]
    options.output = .stream(descriptor: handle.fileDescriptor)
    (options.lanes, options.chunkSize) = (lanes, chunkSize)
    _ = try Conversion(options).run()
    try handle.close()
    return try Data(contentsOf: URL(filePath: output))
  }
}
