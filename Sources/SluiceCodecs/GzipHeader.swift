// The header of a gzip member (RFC 1952, 2.3), read byte by byte, its optional fields skipped.
//
// Takes bytes in any pieces; keeps no more than a few counters, however long a name is.

import SluiceBytes

struct GzipHeader {
  /// The field that the next byte belongs to.
  private enum Field: Equatable {
    /// The ten bytes that every header has; the byte's index.
    case fixed(Int)
    /// The length of the extra field; the byte's index.
    case extraLength(Int)
    /// The extra field; bytes still to come.
    case extra(Int)
    case name
    case comment
    /// The CRC of the header; the byte's index.
    case headerCRC(Int)
    case done
  }

  /// The bits of FLG that announce a field.
  private enum Flag {
    static let headerCRC: UInt8 = 1 << 1
    static let extra: UInt8 = 1 << 2
    static let name: UInt8 = 1 << 3
    static let comment: UInt8 = 1 << 4
    static let reserved: UInt8 = 0b1110_0000
  }

  private static let fixedSize = 10

  /// Complete members before this one: it decides what bytes that are no header are called.
  private let membersBefore: Int
  private var field = Field.fixed(0)
  private var flags: UInt8 = 0
  private var extraLength = 0
  private var crc: UInt32 = 0

  init(membersBefore: Int) { self.membersBefore = membersBefore }

  /// Whether the header is complete.
  var isDone: Bool { field == .done }

  /// Takes bytes of the header from the start of `input`.
  /// - Returns: how many were taken; all of them unless the header is then complete.
  /// - Throws: ``CodecError`` with the offset in `input`.
  mutating func take(_ input: RawSpan) throws(CodecError) -> Int {
    var taken = 0
    do {
      while taken < input.byteCount, !isInCRC, !isDone {
        try take(input.byte(at: taken))
        taken += 1
      }
      crc = Checksum.crc32(of: input.extracting(first: taken), continuing: crc)
      while taken < input.byteCount, !isDone {
        try takeCRC(input.byte(at: taken))
        taken += 1
      }
    } catch { throw error.at(taken) }
    return taken
  }

  private var isInCRC: Bool { if case .headerCRC = field { true } else { false } }

  private mutating func take(_ byte: UInt8) throws(CodecError) {
    switch field {
    case .fixed(let index):
      try check(byte, at: index)
      field = index + 1 < Self.fixedSize ? .fixed(index + 1) : after(Flag.extra)
    case .extraLength(0):
      extraLength = Int(byte)
      field = .extraLength(1)
    case .extraLength:
      extraLength += Int(byte) << 8
      field = extraLength > 0 ? .extra(extraLength) : after(Flag.name)
    case .extra(let left):
      field = left > 1 ? .extra(left - 1) : after(Flag.name)
    case .name:
      if byte == 0 { field = after(Flag.comment) }
    case .comment:
      if byte == 0 { field = after(Flag.headerCRC) }
    case .headerCRC, .done: break
    }
  }

  private var noMember: CodecError {
    if membersBefore == 0 { return CodecError(.corrupt, "not gzip data") }
    return CodecError(.trailingData, "data that is not gzip after member \(membersBefore)")
  }

  private mutating func check(_ byte: UInt8, at index: Int) throws(CodecError) {
    switch index {
    case 0, 1:
      if byte != GzipFormat.magic[index] { throw noMember }
    case 2:
      if byte != GzipFormat.deflate {
        throw CodecError(.unsupported, "unknown gzip compression method \(byte)")
      }
    case 3:
      flags = byte
      if byte & Flag.reserved != 0 { throw CodecError(.corrupt, "unknown gzip header flags") }
    default: break
    }
  }

  /// The first announced field at or after the one that `flag` announces.
  private func after(_ flag: UInt8) -> Field {
    let order: [(flag: UInt8, field: Field)] = [
      (Flag.extra, .extraLength(0)), (Flag.name, .name), (Flag.comment, .comment),
      (Flag.headerCRC, .headerCRC(0)),
    ]
    let rest = order.drop { $0.flag != flag }
    return rest.first { flags & $0.flag != 0 }?.field ?? .done
  }

  private mutating func takeCRC(_ byte: UInt8) throws(CodecError) {
    guard case .headerCRC(let index) = field else { return }
    if byte != UInt8(truncatingIfNeeded: crc >> (index * 8)) {
      throw CodecError(.corrupt, "gzip header checksum does not match")
    }
    field = index == 0 ? .headerCRC(1) : .done
  }
}
