// What reading parts back tells apart: a part that is as it was written, one that changed on its way, and
// one that should never have been written.

import AudienceManager
import SluiceTestTools
import Testing

@testable import Sluice
@testable import SluiceParts

@Suite struct PartVerificationTests {
  private let name = "ftp_dpm_1234_1732240000.sync"

  /// Verifies a file of such a content against what is said to have been written.
  private func verify(
    _ text: String, lines: Int, rawCount: Int? = nil, digestOf written: String? = nil
  ) throws {
    try CheckFolder.with { folder in
      let path = try folder.put(".sluice-0123456789abcdef.1", text)
      let digest = try Tool.output(of: ["md5sum"], input: Array((written ?? text).utf8)).prefix(32)
      let part = PublishedPart(
        name: name, byteCount: text.utf8.count, rawCount: rawCount ?? text.utf8.count,
        lineCount: lines, sequenceNumber: 1, md5: String(decoding: digest, as: UTF8.self))
      let options = ConversionOptions(mapping: Mapping(id: Mapping.Identity()))
      try PartVerification(options: options).run([TemporaryPart(path: path, part: part)])
    }
  }

  @Test func asItWasWritten() throws {
    try verify("u1\t\"k\"=\"v\"\nu2\td_sid=24\n", lines: 2)
  }

  @Test("a digest that differs is the disk's failure, whatever the lines say")
  func changed() {
    #expect(throws: SluiceError(.io, "")) {
      try verify("u1\t\"k\"=\"w\"\n", lines: 1, digestOf: "u1\t\"k\"=\"v\"\n")
    }
    #expect(throws: SluiceError(.io, "")) { try verify("u1\n", lines: 1, digestOf: "u2\n") }
  }

  @Test("a finding on what was written is the program's own fault")
  func neverToBeWritten() {
    #expect(throws: SluiceError(.inconsistent, "")) { try verify("u1 \"k\"=\"v\"\n", lines: 1) }
    #expect(throws: SluiceError(.inconsistent, "")) { try verify("u1\t\"k\"=\"v\"\n", lines: 2) }
    #expect(throws: SluiceError(.inconsistent, "")) {
      try verify("u1\t\"k\"=\"v\"\n", lines: 1, rawCount: 5)
    }
  }
}
