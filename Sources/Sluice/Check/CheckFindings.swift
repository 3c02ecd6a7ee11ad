// Each thing that can be found, with its weight, its stable code, its section and its words.

import AudienceManager
import SluiceCodecs
import SluiceMapping
import SluiceRecords

typealias Finding = CheckReport.Finding

// MARK: Lines

extension CheckReport.Finding {
  /// What was found in lines.
  init(_ finding: LineFinding, _ tally: LineTally) {
    switch finding {
    case .error(let kind):
      self.init(
        severity: .error, code: kind.rawValue, section: kind.section, term: kind.term,
        text: kind.description)
    case .note(let note):
      self.init(
        severity: note.isProbablyWrong ? .warning : .note, code: note.code, section: note.section,
        text: note.description)
    case .personalData(let kind):
      self.init(
        severity: .warning, code: "id-personal-data-\(kind.rawValue)", section: 1,
        text: "user ID looks like personal data, which none may hold: \(kind)")
    case .traitConflict:
      self.init(
        severity: .note, code: "trait-conflict", section: 5,
        text: "adds and removes the same trait, which may come to either")
    case .surplusLine:
      self.init(
        severity: .warning, code: "lines-of-user", section: 3,
        text: "line of a user that has \(Limits.linesPerUserAndFile) in this file already; "
          + "the receiver drops it")
    }
    count = tally.count
    places = tally.places.map {
      CheckReport.Place(line: $0.line, byte: $0.offset, excerpt: $0.excerpt, detail: $0.detail)
    }
  }

  /// All that was found in lines, in the order of the rules.
  static func all(of lines: JudgedLines) -> [Finding] {
    lines.findings.map { Finding($0, $1) }.sorted { $0.code < $1.code }.byWeight()
  }
}

extension CheckReport.Finding {
  /// IDs that are personal data all together, and not one by one.
  /// - Parameter column: the column, from 1, where there are several; nil otherwise.
  static func numbers(_ kind: PersonalDataDetector.ColumnKind, column: Int?) -> Finding? {
    let words: String
    switch kind {
    case .ordinary, .unsettled, .nationalIDs: return nil
    case .cards: words = PersonalDataDetector.Kind.paymentCard.description
    case .phones: words = PersonalDataDetector.Kind.phone.description
    }
    let place = column.map { " of column \($0)" } ?? ""
    return Finding(
      severity: .warning, code: "id-column-\(kind.rawValue)", section: 1,
      text: "nearly all of the first user IDs\(place) look like a bare \(words), which none may be")
  }
}

extension LineNote {
  /// Whether the receiver takes what was probably not meant: where `convert` warns, too.
  fileprivate var isProbablyWrong: Bool {
    switch self {
    case .typographicQuotes, .idURLEncoded, .idQuoted, .idAllZeros, .idPlaceholder,
      .masterNotADevice:
      true
    case .crlf, .emptyElement, .emptyValue, .leadingDash, .idAlone, .removalIgnored,
      .blankBeforeComma, .controlByte:
      false
    }
  }
}

// MARK: Names

extension CheckReport.Finding {
  /// A rule that a name breaks.
  static func name(_ problem: NameProblem) -> Finding {
    Finding(
      severity: .error, code: "name-\(problem.code)", section: problem.section,
      text: "name: \(problem)")
  }

  /// A name that is none of an inbound file.
  static func notInbound(_ reason: NotAName, severity: CheckReport.Severity) -> Finding {
    Finding(
      severity: severity, code: "not-inbound", section: 2, text: "not an inbound file: \(reason)")
  }

  /// A file that goes the other way.
  static let outbound = Finding(
    severity: .error, code: "outbound", section: 11,
    text: "a file that Audience Manager exports, not one that it takes in")

  /// A folder's date that is not the name's.
  static func folderDate(_ folder: String, _ date: CivilDate) -> Finding {
    Finding(
      severity: .warning, code: "folder-date", section: 2,
      text: "the folder is \(folder), the name's timestamp falls on \(date) (UTC)")
  }
}

// MARK: Folders

extension CheckReport.Finding {
  static func noInboundFile(_ folder: String) -> Finding {
    Finding(
      severity: .warning, code: "no-inbound-file", section: 2,
      text: "nothing to check: no inbound file in the folder \(folder), nor in "
        + "AWS_DIRECTORY/PARTNER/date=YYYY-MM-DD/ below it")
  }

  static func brokenLink(_ path: String) -> Finding {
    Finding(
      severity: .error, code: "broken-link", section: 2,
      text: "an inbound file's name on a link that leads to nothing: \(path)")
  }

  static func namedFolder(_ path: String) -> Finding {
    Finding(
      severity: .error, code: "folder-named", section: 2,
      text: "an inbound file's name on a folder: \(path)")
  }

  /// A name with bytes that are not UTF-8, of which no inbound file's name has any.
  static func undecodableName(_ name: String, in folder: String) -> Finding {
    Finding(
      severity: CheckedFile.isMeantAsInbound(name) ? .error : .note, code: "name-encoding",
      section: 2, text: "passed over, because its name is not UTF-8: \(folder)/\(name)")
  }

  static func notRegular(_ path: String) -> Finding {
    Finding(
      severity: .note, code: "not-a-file", section: 2,
      text: "passed over, because it is neither a file nor a folder: \(path)")
  }
}

// MARK: Sizes and packing

extension CheckReport.Finding {
  static let empty = Finding(
    severity: .error, code: "empty-file", section: 3, text: "empty file, which is not processed")

  static func tooLargeStored(_ limit: Int) -> Finding {
    let hint = limit < Limits.largeCompressedFileBytes ? " (--allow-large allows 3GB)" : ""
    return Finding(
      severity: .error, code: "too-large-stored", section: 3,
      text: "compressed file is larger than \(DialectText.text(size: limit))\(hint)")
  }

  static let tooLargeRaw = Finding(
    severity: .error, code: "too-large-raw", section: 3,
    text: "uncompressed it is larger than \(DialectText.text(size: Limits.uncompressedFileBytes))")

  static let largerThanBest = Finding(
    severity: .note, code: "larger-than-best", section: 3,
    text: "200 to 300 MB compressed and up to 1 GB uncompressed are best; this is larger")

  static func smallerThanBest(_ count: Int) -> Finding {
    Finding(
      severity: .note, code: "smaller-than-best", section: 3,
      text: "parts of 200 to 300 MB compressed are best; these are smaller", count: count)
  }

  static let encrypted = Finding(
    severity: .note, code: "encrypted", section: 6,
    text: "encrypted: only name and size can be judged")

  static let notPGP = Finding(
    severity: .error, code: "not-pgp", section: 6, text: "named as PGP but it is not PGP data")

  static let notGzip = Finding(
    severity: .error, code: "not-gzip", section: 2, text: "named .gz but it is not gzip data")

  static let gzipUnnamed = Finding(
    severity: .error, code: "gzip-unnamed", section: 2, text: "gzip data under a name without .gz")

  static func compression(_ magic: CompressionMagic) -> Finding {
    Finding(
      severity: .error, code: "compression", section: 2,
      text: "\(magic.rawValue) data; gzip is the only compression")
  }

  static func damaged(_ error: CodecError) -> Finding {
    let code =
      switch error.code {
      case .truncated: "gzip-truncated"
      case .trailingData: "gzip-trailing-data"
      default: "gzip-corrupt"
      }
    return Finding(
      severity: .error, code: code, section: 2,
      text: "\(error); lines behind that are not judged")
  }

  static func members(_ count: Int) -> Finding {
    Finding(
      severity: .note, code: "gzip-members", section: 13,
      text: "gzip data of \(count) members, of which the documentation says nothing")
  }

  static func padding(_ count: Int) -> Finding {
    Finding(
      severity: .warning, code: "gzip-padding", section: 13,
      text:
        "\(count) zero bytes behind the gzip data; gunzip passes over them, the receiver perhaps not"
    )
  }
}

// MARK: Text

extension CheckReport.Finding {
  static let byteOrderMark = Finding(
    severity: .error, code: "byte-order-mark", section: 3,
    text: "begins with a byte order mark, which becomes part of the first user ID")

  static func encoding(_ name: String) -> Finding {
    Finding(
      severity: .error, code: "encoding", section: 3,
      text: "looks like \(name); only ASCII and UTF-8 are taken")
  }

  static let openEnd = Finding(
    severity: .note, code: "no-line-end", section: 5, text: "the last line has no line end")
}
