// Reading transfer-control files (section 10), with Foundation as the judge of what is JSON.

import Foundation
import Testing

@testable import AudienceManager

@Suite("Reading the transfer-control file (section 10)")
struct TransferControlReadingTests {
  private static let control = TransferControl(
    root: "ftp_dpm_1_1732240000.sync",
    files: [
      TransferControl.File(
        name: "a \"b\" \\ \u{1} ü 🙂", byteSize: 12, lineCount: 3, sequenceNumber: 1, md5: "00ff")
    ])

  @Test("what is written reads back")
  func roundTrip() throws {
    let reading = try TransferControl.read(Array(Self.control.json.utf8))
    #expect(reading.control == Self.control)
    #expect(reading.totalByteSize == 12 && reading.totalFiles == 1 && reading.totalLines == 3)
  }

  @Test("what is missing is named")
  func missing() {
    for key in ["Files", "Totals", "FileName", "FileByteSize", "md5", "TotalNumberLines"] {
      let text = Self.control.json.replacing("\"\(key)\":", with: "\"x\":")
      do {
        _ = try TransferControl.read(Array(text.utf8))
        Issue.record("\(key) is not missed")
      } catch {
        #expect(error.description.contains(key) && !error.description.contains("\n"))
      }
    }
  }

  @Test("texts are JSON where Foundation says so, and values are the same")
  func judgedByFoundation() {
    let samples = [
      Self.control.json, "[1,-0,1.5e+3,true,false,null,\"\\u00e9\\ud83d\\ude42\\n\\/\"]", " {} ",
      "[ ]",
      "{\"a\":{\"b\":[[]]}}", "-12", "\"x\"", "[0.5,1E2]",
    ]
    let alphabet = Array("{}[]\",:0123456789.-+eEtrufalsn\\d8 \n\u{1}".utf8) + [0xC3, 0xFF]
    var random = SeededGenerator(seed: 7)
    for round in 0..<3000 {
      var bytes = Array(samples[Int.random(in: 0..<samples.count, using: &random)].utf8)
      for _ in 0..<Int.random(in: 0..<3, using: &random) {
        let place = Int.random(in: 0..<bytes.count + 1, using: &random)
        let byte = alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
        if place < bytes.count, Int.random(in: 0..<2, using: &random) == 0 {
          bytes[place] = byte
        } else {
          bytes.insert(byte, at: place)
        }
      }
      let ours = try? JSONReader.read(bytes)
      let theirs = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
      let text = String(decoding: bytes, as: UTF8.self)
      // Foundation lets what is not strict JSON pass here and there; what it refuses must be refused.
      if theirs == nil { #expect(ours == nil, "\(round): \(text)") }
      if let ours, let theirs { #expect(Self.isSame(ours, theirs), "\(round): \(text)") }
    }
    for sample in samples {
      #expect((try? JSONReader.read(Array(sample.utf8))) != nil, "\(sample)")
    }
  }

  private static func isSame(_ ours: JSONValue, _ theirs: Any) -> Bool {
    switch ours {
    case .null: return theirs is NSNull
    case .bool(let value): return theirs as? Bool == value
    case .number(let value): return value == nil || theirs as? Int == value
    case .string(let value): return theirs as? String == value
    case .array(let values):
      guard let others = theirs as? [Any], others.count == values.count else { return false }
      return zip(values, others).allSatisfy(isSame)
    case .object(let members):
      guard let others = theirs as? [String: Any], others.count == members.count else {
        return false
      }
      return members.allSatisfy { key, value in others[key].map { isSame(value, $0) } ?? false }
    }
  }

  @Test("deep nesting ends, with the place")
  func nesting() {
    let deep = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
    #expect(throws: JSONProblem(what: "values nested too deeply", offset: 64)) {
      try JSONReader.read(deep)
    }
  }
}
