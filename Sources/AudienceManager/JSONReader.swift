// Strict JSON (RFC 8259) to values: as much as reading a transfer-control file takes.
//
// Takes all bytes of a text, gives one value or the first place where it is none. Nesting is bounded, so
// that no text can exhaust the stack. Allocates what the values take.

/// Why a text is not JSON, and where.
struct JSONProblem: Error, Equatable {
  let what: String
  /// Bytes before the place.
  let offset: Int
}

/// A JSON value.
enum JSONValue: Equatable {
  case object([String: JSONValue])
  case array([JSONValue])
  case string(String)
  /// A number that is an integer in plain digits; nil for any other.
  case number(Int?)
  case bool(Bool)
  case null
}

/// Reads one value.
struct JSONReader {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  /// Far more than a transfer-control file has, far less than a stack holds.
  private static let mostDepth = 64

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Reads a text that is one value.
  static func read(_ bytes: [UInt8]) throws(JSONProblem) -> JSONValue {
    var reader = JSONReader(bytes)
    let value = try reader.value()
    reader.skipSpace()
    if reader.position < bytes.count { throw reader.problem("text behind the value") }
    return value
  }

  private func problem(_ what: String) -> JSONProblem {
    JSONProblem(what: position < bytes.count ? what : "the text ends too early", offset: position)
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, [0x20, 0x09, 0x0a, 0x0d].contains(byte) { position += 1 }
  }

  private mutating func take(_ byte: UInt8, or what: String) throws(JSONProblem) {
    guard next == byte else { throw problem(what) }
    position += 1
  }

  private mutating func value() throws(JSONProblem) -> JSONValue {
    skipSpace()
    switch next {
    case UInt8(ascii: "{"):
      return try nested { (reader) throws(JSONProblem) in try reader.object() }
    case UInt8(ascii: "["): return try nested { (reader) throws(JSONProblem) in try reader.array() }
    case Ascii.quote: return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func nested(
    _ body: (inout JSONReader) throws(JSONProblem) -> JSONValue
  ) throws(JSONProblem) -> JSONValue {
    if depth == Self.mostDepth { throw problem("values nested too deeply") }
    depth += 1
    position += 1
    let value = try body(&self)
    depth -= 1
    return value
  }

  private mutating func object() throws(JSONProblem) -> JSONValue {
    var members: [String: JSONValue] = [:]
    skipSpace()
    if next == UInt8(ascii: "}") {
      position += 1
      return .object(members)
    }
    while true {
      skipSpace()
      guard next == Ascii.quote else { throw problem("no key in quotation marks") }
      let key = try string()
      skipSpace()
      try take(Ascii.colon, or: "no ':' behind a key")
      if members.updateValue(try value(), forKey: key) != nil { throw problem("a key twice") }
      if try isLast(UInt8(ascii: "}")) { return .object(members) }
    }
  }

  private mutating func array() throws(JSONProblem) -> JSONValue {
    var elements: [JSONValue] = []
    skipSpace()
    if next == UInt8(ascii: "]") {
      position += 1
      return .array(elements)
    }
    while true {
      elements.append(try value())
      if try isLast(UInt8(ascii: "]")) { return .array(elements) }
    }
  }

  /// Takes what follows an element: the list's end or a comma.
  private mutating func isLast(_ end: UInt8) throws(JSONProblem) -> Bool {
    skipSpace()
    if next == end {
      position += 1
      return true
    }
    try take(Ascii.comma, or: "no ',' between two values")
    return false
  }

  private mutating func word(_ text: String, _ value: JSONValue) throws(JSONProblem) -> JSONValue {
    guard bytes[position...].starts(with: text.utf8) else { throw problem("not a value") }
    position += text.utf8.count
    return value
  }

  // MARK: Numbers

  private mutating func number() throws(JSONProblem) -> JSONValue {
    let start = position
    if next == Ascii.dash { position += 1 }
    let first = position
    let count = digits()
    if count == 0 { throw problem("not a value") }
    if count > 1, bytes[first] == Ascii.zero { throw problem("a number with zeros in front") }
    let end = position
    if next == Ascii.dot {
      position += 1
      if digits() == 0 { throw problem("a number without digits behind its '.'") }
    }
    if let exponent = next, exponent | 0x20 == UInt8(ascii: "e") {
      position += 1
      if next == UInt8(ascii: "+") || next == Ascii.dash { position += 1 }
      if digits() == 0 { throw problem("a number without digits in its exponent") }
    }
    let isInteger = position == end
    return .number(isInteger ? Int(String(decoding: bytes[start..<end], as: UTF8.self)) : nil)
  }

  private mutating func digits() -> Int {
    let start = position
    while let byte = next, Ascii.isDigit(byte) { position += 1 }
    return position - start
  }

  // MARK: Strings

  private mutating func string() throws(JSONProblem) -> String {
    position += 1
    var text: [UInt8] = []
    while let byte = next {
      switch byte {
      case Ascii.quote:
        guard let string = String(validating: text, as: UTF8.self) else {
          throw problem("a string that is not UTF-8")
        }
        position += 1
        return string
      case UInt8(ascii: "\\"): try escape(into: &text)
      case 0..<0x20: throw problem("a control byte in a string")
      default:
        text.append(byte)
        position += 1
      }
    }
    throw problem("a string that never ends")
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSONProblem) {
    position += 1
    let plain: [UInt8: UInt8] = [
      0x22: 0x22, 0x5c: 0x5c, 0x2f: 0x2f, 0x62: 0x08, 0x66: 0x0c, 0x6e: 0x0a, 0x72: 0x0d,
      0x74: 0x09,
    ]
    guard let byte = next else { throw problem("a string that never ends") }
    if let meant = plain[byte] {
      position += 1
      text.append(meant)
      return
    }
    guard byte == UInt8(ascii: "u") else { throw problem("an unknown escape") }
    position += 1
    text += Array(String(Character(try scalar())).utf8)
  }

  /// The scalar of four hex digits, or of two such escapes that are a surrogate pair.
  private mutating func scalar() throws(JSONProblem) -> UnicodeScalar {
    let first = try unit()
    if let scalar = UnicodeScalar(first) { return scalar }
    guard first < 0xdc00, bytes[position...].starts(with: [0x5c, 0x75]) else {
      throw problem("half a surrogate pair")
    }
    position += 2
    let second = try unit()
    guard (0xdc00...0xdfff).contains(second),
      let scalar = UnicodeScalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
    else { throw problem("half a surrogate pair") }
    return scalar
  }

  private mutating func unit() throws(JSONProblem) -> UInt32 {
    let digits = bytes[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy(Ascii.isHexDigit),
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw problem("an escape without four hex digits") }
    position += 4
    return value
  }
}
