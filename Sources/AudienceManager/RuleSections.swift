// The section of the inbound format that each finding rests on.

extension LineError.Kind {
  /// The section of the rule that is broken.
  public var section: Int {
    switch self {
    case .unknownIDType, .foreignIDType, .mixedIDTypes: 2
    case .lineTooLong, .invalidUTF8: 3
    case .invalidUserID, .invalidAAMID, .invalidDeviceID: 4
    case .missingID, .missingTab, .tab, .lineBreak, .unterminatedQuote, .strayQuote,
      .textAfterQuote, .notATrait, .emptyKey, .emptyValue, .invalidTraitID, .invalidRemoval:
      5
    case .columnCount, .trailingBlank, .emptyColumn, .invalidHash: 7
    case .blankLine, .noTraits: 13
    }
  }
}

extension LineNote {
  /// The section that speaks of it.
  public var section: Int {
    switch self {
    case .idURLEncoded, .idQuoted, .idAllZeros, .idPlaceholder: 4
    case .emptyValue, .typographicQuotes, .leadingDash, .removalIgnored, .controlByte: 5
    case .masterNotADevice: 7
    case .crlf, .emptyElement, .idAlone, .blankBeforeComma: 13
    }
  }
}

extension NameProblem {
  /// The section of the rule that is broken.
  public var section: Int {
    switch self {
    case .encryptedIDSync, .tooManyHashes, .noDataSource, .deviceIDsInC2C: 7
    case .splitDigits, .outboundText: 11
    default: 2
    }
  }
}
