// The transfer-control file (section 10): what was produced, so that a transfer can be verified.
//
// A plain value that prints itself as strict JSON; `TransferControlReading.swift` reads it.

/// The contents of `ROOT.info` (section 10).
public struct TransferControl: Sendable, Hashable {
  /// One file of the sequence.
  public struct File: Sendable, Hashable {
    /// The file's name, without folder.
    public var name: String
    /// Bytes as stored.
    public var byteSize: Int
    /// Lines in it.
    public var lineCount: Int
    /// Its place in the sequence, from 1.
    public var sequenceNumber: Int
    /// The MD5 of the bytes as stored, in lower-case hex.
    public var md5: String

    /// Describes one file.
    /// - Parameters:
    ///   - name: without folder.
    ///   - byteSize: bytes as stored.
    ///   - lineCount: lines in it.
    ///   - sequenceNumber: from 1.
    ///   - md5: of the bytes as stored, in lower-case hex.
    public init(name: String, byteSize: Int, lineCount: Int, sequenceNumber: Int, md5: String) {
      self.name = name
      self.byteSize = byteSize
      self.lineCount = lineCount
      self.sequenceNumber = sequenceNumber
      self.md5 = md5
    }
  }

  /// The name of the sequence: the parts' name without split number and packing.
  public var root: String
  /// The files, in the order of the sequence.
  public var files: [File]

  /// Describes a sequence of files.
  /// - Parameters:
  ///   - root: the parts' name without split number and packing.
  ///   - files: in the order of the sequence.
  public init(root: String, files: [File]) {
    self.root = root
    self.files = files
  }

  /// Bytes of all files as stored; the control file's own are not among them.
  public var totalByteSize: Int { files.reduce(0) { $0 + $1.byteSize } }

  /// Lines of all files.
  public var totalLines: Int { files.reduce(0) { $0 + $1.lineCount } }

  /// The file's text: one JSON object with the keys in the receiver's order, a file a line, and a newline.
  public var json: String {
    let list = files.map(\.value.compact).joined(separator: ",\n")
    let totals = JSONDocument.object([
      ("FileName", .text(root)), ("TotalByteSize", .number(totalByteSize)),
      ("TotalNumberFiles", .number(files.count)), ("TotalNumberLines", .number(totalLines)),
    ])
    return "{\"Files\":[\n\(list)\n],\n\"Totals\":\(totals.compact)}\n"
  }
}

extension TransferControl.File {
  fileprivate var value: JSONDocument {
    .object([
      ("FileByteSize", .number(byteSize)), ("FileLineCount", .number(lineCount)),
      ("FileName", .text(name)), ("FileSequenceNumber", .number(sequenceNumber)),
      ("md5", .text(md5)),
    ])
  }
}
