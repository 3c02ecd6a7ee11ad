// The C library's iconv: the only file that calls it.
//
// Takes bytes of one encoding in pieces, gives UTF-8 into the caller's room; owns one conversion
// descriptor. Where there is a faster way (see Transcoder.swift), this is what defines it.

import Glibc
import SluiceBytes

/// Converts whatever the C library knows.
@safe
final class Iconv: Transcoder {
  // SAFETY: opened in `init`, closed only in `deinit`.
  private let descriptor: iconv_t
  let unitSize: Int

  /// - Parameter encoding: a name as iconv knows it.
  /// - Returns: nil when it does not. A suffix such as `//IGNORE` is refused: it would lose
  ///   characters in silence.
  init?(from encoding: String) {
    guard !encoding.isEmpty, !encoding.contains("//"),
      let opened = unsafe Self.open(to: "UTF-8", from: encoding)
    else { return nil }
    unsafe descriptor = opened
    unitSize = Self.measureUnit(of: encoding)
  }

  // SAFETY: opened in `init`; nobody uses it after this.
  deinit { unsafe iconv_close(descriptor) }

  func convert(
    _ input: RawSpan, into output: inout OutputRawSpan
  ) -> (consumed: Int, outcome: TranscodingOutcome) {
    // SAFETY: the descriptor is open as long as this object lives.
    unsafe Self.convert(descriptor, input, &output)
  }

  func reset() -> Bool {
    // SAFETY: the descriptor is open; nil arguments put the converter back to its start.
    _ = unsafe iconv(descriptor, nil, nil, nil, nil)
    return true
  }

  /// Also puts the converter back to its start.
  func flush(into output: inout OutputRawSpan) {
    // SAFETY: without input iconv only writes, at most as much as it is told there is room for.
    unsafe output.withUnsafeMutableBytes { target, used in
      var out = unsafe chars(target.baseAddress.map { unsafe $0 + used })
      var room = target.count - used
      let before = room
      _ = unsafe iconv(descriptor, nil, nil, &out, &room)
      used += before - room
    }
  }

  private static func convert(
    _ descriptor: iconv_t, _ input: RawSpan, _ output: inout OutputRawSpan
  ) -> (consumed: Int, outcome: TranscodingOutcome) {
    // SAFETY: iconv reads at most `left` bytes of the input, which it only declares mutable, and
    // writes at most `room` into the free part of the output; both are held by the closures.
    unsafe input.withUnsafeBytes { source in
      unsafe output.withUnsafeMutableBytes { target, used in
        var next = unsafe chars(UnsafeMutableRawPointer(mutating: source.baseAddress))
        var left = source.count
        var out = unsafe chars(target.baseAddress.map { unsafe $0 + used })
        var room = target.count - used
        let before = room
        let failed = unsafe iconv(descriptor, &next, &left, &out, &room) == -1
        let outcome = failed ? outcome(of: errno) : .inputUsed
        used += before - room
        return (source.count - left, outcome)
      }
    }
  }

  private static func outcome(of error: Int32) -> TranscodingOutcome {
    switch error {
    case E2BIG: .outputFull
    case EINVAL: .incomplete
    default: .undecodable
    }
  }

  private static func open(to target: String, from source: String) -> iconv_t? {
    // SAFETY: two C strings; the result is a descriptor or the address -1.
    let opened = unsafe iconv_open(target, source)
    return unsafe opened == iconv_t(bitPattern: -1) ? nil : opened
  }

  /// How much longer two letters are than one: marks and shifts at the start do not count.
  private static func measureUnit(of encoding: String) -> Int {
    guard let descriptor = unsafe open(to: encoding, from: "UTF-8") else { return 1 }
    defer { unsafe iconv_close(descriptor) }
    var lengths: [Int] = []
    for text: [UInt8] in [[0x41], [0x41, 0x41]] {
      let converted = ByteBuffer(capacity: 64)
      _ = converted.withSpareCapacity(minimum: 0) { output in
        text.withRawBytes { unsafe convert(descriptor, $0, &output) }
      }
      lengths.append(converted.count)
      // SAFETY: nil arguments put the converter back to its start.
      _ = unsafe iconv(descriptor, nil, nil, nil, nil)
    }
    return max(1, lengths[1] - lengths[0])
  }
}

private func chars(_ start: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<CChar>? {
  // SAFETY: a cast between byte types; whoever uses the pointer keeps to the count beside it.
  unsafe start?.assumingMemoryBound(to: CChar.self)
}
