// Short Python programs as judges that know the formats on their own.

extension Tool {
  /// Runs a Python program that reads `data` from stdin and writes bytes to stdout.
  /// - Parameters:
  ///   - program: statements; `data` is the input, `put(bytes)` writes.
  ///   - arguments: `sys.argv[1...]`.
  public static func python(
    _ program: String, arguments: [String] = [], input: [UInt8] = []
  ) throws -> [UInt8] {
    let opening = """
      import sys, zlib, gzip, struct
      data = sys.stdin.buffer.read()
      put = sys.stdout.buffer.write

      """
    return try output(of: ["python3", "-c", opening + program] + arguments, input: input)
  }
}
