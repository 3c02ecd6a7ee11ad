// Texts and arrays as the views of bytes that parsers take.

/// Calls `body` with a view of a text's bytes.
public func with<Result>(_ text: String, _ body: (RawSpan) throws -> Result) rethrows -> Result {
  try with(bytes: Array(text.utf8), body)
}

/// Calls `body` with a view of bytes that need not be text.
public func with<Result>(
  bytes: [UInt8], _ body: (RawSpan) throws -> Result
) rethrows -> Result {
  // SAFETY: bytes have no padding, so all of the raw memory is initialised.
  try body(unsafe bytes.span.bytes)
}
