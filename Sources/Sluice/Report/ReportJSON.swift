// A run's report for machines. `convert-report.schema.json` describes it; what is there
// keeps its name and meaning within a version of the report, counts may come to it.

import AudienceManager
import SluiceRecords

extension ConversionSummary {
  /// The version of the report's form: another one when something in it changes or goes.
  private static let reportVersion = 1

  /// The report as JSON, by `convert-report.schema.json`.
  public var jsonReport: String {
    JSONDocument.object([
      ("reportVersion", .number(Self.reportVersion)),
      ("program", .text("sluice \(SluiceVersion.number)")), ("outcome", .text(outcome)),
      ("failure", .optional(failure)), ("started", .text(startedText)),
      ("seconds", .decimal(seconds)), ("bytesPerSecond", .number(bytesPerSecond)),
      ("transfer", transferValue),
      (
        "inputs",
        .list(
          inputs.map {
            .object([("name", .text($0.name)), ("takenFor", .texts($0.takenFor))])
          })
      ), ("inputBytes", .number(decodedBytes)),
      ("counts", .object(RunCount.all.map { ($0.key, .number($0(counts))) })),
      ("rejects", .list(rejects.map(\.value))),
      ("receiver", .object(receiverTerms.map { ($0.term.jsonKey, .number($0.count)) })),
      ("unknown", .texts(CheckReport.unknownTerms.map(\.jsonKey))),
      ("directory", .optional(directory)), ("lineBytes", .number(rawCount)),
      ("parts", .list(parts.map(\.value))), ("encryptedFor", encryptedFor?.value ?? .null),
      ("rejectsFile", .optional(rejectsPath)), ("leftOutColumns", .texts(leftOutColumns)),
      (
        "keylessColumns",
        .list(
          keylessColumns.map {
            .object([("column", .number($0.place + 1)), ("reason", .text($0.reason))])
          })
      ),
      ("warnings", .texts(warnings)),
    ]).indented() + "\n"
  }

  private var transferValue: JSONDocument {
    var members: [(String, JSONDocument)] = [
      ("dpid", .optional(transfer.dpid)), ("target", .optional(transfer.target)),
      ("mode", .text(transfer.mode.rawValue)), ("timestamp", .optional(transfer.timestamp)),
    ]
    // Not there for data files, whose reports are as they were before there were others.
    if let sync = transfer.idSync { members.append(("idSync", sync.value)) }
    return .object(members)
  }
}

extension IDSync {
  fileprivate var value: JSONDocument {
    .object([
      ("kind", .text(kind.label)), ("dpids", .list(others.map { .number($0.dpid) })),
    ])
  }
}

extension ConversionSummary.Rejects {
  fileprivate var value: JSONDocument {
    .object([
      ("reason", .text(reason.rawValue)), ("explanation", .text(reason.explanation)),
      ("count", .number(count)), ("first", .list(first.map(\.value))),
    ])
  }
}

extension ConversionSummary.RejectedRecord {
  fileprivate var value: JSONDocument {
    .object([
      ("input", .text(input)), ("record", .number(record)), ("line", .number(line)),
      ("byte", .number(byte)), ("column", .optional(column)),
    ])
  }
}

extension ConversionSummary.Part {
  fileprivate var value: JSONDocument {
    .object([
      ("name", .text(name)), ("bytes", .optional(byteCount)), ("lineBytes", .number(rawCount)),
      ("lines", .number(lineCount)), ("md5", .optional(md5)),
    ])
  }
}

extension ConversionSummary.Key {
  fileprivate var value: JSONDocument {
    .object([("recipient", .text(recipient)), ("fingerprint", .text(fingerprint))])
  }
}
