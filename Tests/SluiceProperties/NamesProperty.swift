// Names of files: any text is read or refused, and what is read is printed and read again the same.
//
// An input: the name.

import AudienceManager
import SluiceTestTools

/// Any text is a name or none.
enum NamesProperty {
  static func problem(in input: [UInt8]) -> String? {
    let text = String(decoding: input, as: UTF8.self)
    let problem =
      roundTrip(text, InboundFileName.read) { try $0.strict }
      ?? roundTrip(text, IDSyncFileName.read) { try $0.strict }
      ?? roundTrip(text, OutboundFileName.read) { try $0.strict }
      ?? kindProblem(text)
    return problem.map { "\(literal(input)): \($0)" }
  }

  /// How a name is not what is printed of it.
  /// - Parameter strict: makes the name from its parts, by all rules.
  private static func roundTrip<Name: CustomStringConvertible & Equatable>(
    _ text: String, _ read: (String) throws -> NameReading<Name>,
    strict: (Name) throws -> Name
  ) -> String? {
    guard let reading = try? read(text) else { return nil }
    let printed = reading.name.description
    guard let again = try? read(printed) else { return "printed as \(printed), which is no name" }
    // Zeros in front of an outbound file's timestamp make way for digits of the split number.
    let isAmbiguous = reading.problems.contains(.leadingZeros(.timestamp))
    if again.name != reading.name, !isAmbiguous { return "read again as \(again.name)" }
    let made = try? strict(reading.name)
    if reading.problems.isEmpty {
      return printed == text && made == reading.name ? nil : "\(printed) without a problem"
    }
    return made == nil || printed != text ? nil : "a good name with \(reading.problems)"
  }

  /// Whether a delivered file's name is the one that its own kind reads, and its other names are lines.
  private static func kindProblem(_ text: String) -> String? {
    guard let reading = try? DeliveredFileName.read(text) else { return nil }
    switch reading.name {
    case .data(let name):
      if (try? InboundFileName.read(text))?.name != name { return "not the inbound name" }
      return name.date.description.utf8.count >= 10 ? nil : "a day that is none"
    case .idSync(let name):
      if (try? IDSyncFileName.read(text))?.name != name { return "not the synchronisation's name" }
      return name.date.description.utf8.count >= 10 ? nil : "a day that is none"
    }
  }

  static func seed(_ random: inout SeededGenerator) -> [UInt8] {
    let start = random.pick([
      "ftp_dpm_", "ftp_dpm_odc_", "adobe_id_", "c2c_id_", "", "s3_7_", "s3_7_8__a_",
    ])
    let numbers = (0..<1 + random.below(3)).map { _ in
      random.pick(["478", "20914", "0", "007", "5678", "1234567890123456789"])
    }
    let times = ["1366545717", "136654571", "1366545717000", "iter_1366545717000001"]
    let mode = random.pick([".sync", ".sync", ".overwrite", ".info", ""])
    let tail = (0..<random.below(4)).map { _ in
      random.pick([".gz", ".1", ".01", ".0", ".pgp", ".gpg", ".zip"])
    }
    let stem = "\(start)\(numbers.joined(separator: "_"))_\(random.pick(times))"
    let name = "\(stem)\(mode)\(tail.joined())"
    return Array(name.utf8)
  }
}

extension InboundFileName {
  fileprivate var strict: InboundFileName {
    get throws(NameProblem) {
      try InboundFileName(
        dpid: dpid, target: target, timestamp: timestamp, mode: mode, split: split,
        packing: packing, variant: variant)
    }
  }
}

extension IDSyncFileName {
  fileprivate var strict: IDSyncFileName {
    get throws(NameProblem) {
      try IDSyncFileName(
        kind: kind, master: master, dpids: dpids, timestamp: timestamp, split: split,
        packing: packing)
    }
  }
}

extension OutboundFileName {
  fileprivate var strict: OutboundFileName {
    get throws(NameProblem) {
      try OutboundFileName(
        syncType: syncType, destination: destination, master: master, alias: alias, extent: extent,
        timestamp: timestamp, split: split, isCompressed: isCompressed)
    }
  }
}
