// Transfer-control files as they are found (section 10): what one says, to be held against the files.
//
// Takes the bytes of a `.info` file, gives plain values or the first thing that is wrong with it.

/// What a transfer-control file says.
public struct TransferControlReading: Sendable, Hashable {
  /// Its files and the name of the sequence.
  public var control: TransferControl
  /// Bytes of all files, by its totals.
  public var totalByteSize: Int
  /// How many files, by its totals.
  public var totalFiles: Int
  /// Lines of all files, by its totals.
  public var totalLines: Int
}

/// Why a text is no transfer-control file.
public struct TransferControlProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong.
  public let what: String
  /// Bytes before the place, where the text is not even JSON.
  public let offset: Int?

  /// Makes a problem.
  /// - Parameters:
  ///   - what: what is wrong.
  ///   - offset: bytes before the place.
  public init(_ what: String, offset: Int? = nil) {
    self.what = what
    self.offset = offset
  }

  /// One line for people.
  public var description: String { offset.map { "\(what) (byte \($0))" } ?? what }
}

extension TransferControl {
  /// Reads the text of a transfer-control file. Members that are not known are passed over.
  /// - Throws: why it is none.
  public static func read(
    _ bytes: [UInt8]
  ) throws(TransferControlProblem) -> TransferControlReading {
    let value: JSONValue
    do {
      value = try JSONReader.read(bytes)
    } catch {
      throw TransferControlProblem("not JSON: \(error.what)", offset: error.offset)
    }
    let text = try Members(value, "the text")
    let totals = try text.object("Totals")
    return TransferControlReading(
      control: TransferControl(root: try totals.text("FileName"), files: try text.files()),
      totalByteSize: try totals.count("TotalByteSize"),
      totalFiles: try totals.count("TotalNumberFiles"),
      totalLines: try totals.count("TotalNumberLines"))
  }
}

/// The members of an object, by what is expected of them.
private struct Members {
  private let members: [String: JSONValue]
  private let name: String

  init(_ value: JSONValue?, _ name: String) throws(TransferControlProblem) {
    guard case .object(let members) = value else {
      throw TransferControlProblem("\(name) is not an object")
    }
    self.members = members
    self.name = name
  }

  func object(_ key: String) throws(TransferControlProblem) -> Members {
    try Members(members[key], key)
  }

  func text(_ key: String) throws(TransferControlProblem) -> String {
    guard case .string(let text) = members[key] else { throw missing(key, "a string") }
    return text
  }

  func count(_ key: String) throws(TransferControlProblem) -> Int {
    guard case .number(let number?) = members[key], number >= 0 else {
      throw missing(key, "a whole number")
    }
    return number
  }

  func files() throws(TransferControlProblem) -> [TransferControl.File] {
    guard case .array(let values) = members["Files"] else { throw missing("Files", "a list") }
    var files: [TransferControl.File] = []
    for value in values {
      let file = try Members(value, "an element of Files")
      files.append(
        TransferControl.File(
          name: try file.text("FileName"), byteSize: try file.count("FileByteSize"),
          lineCount: try file.count("FileLineCount"),
          sequenceNumber: try file.count("FileSequenceNumber"),
          md5: try file.text("md5").lowercased()))
    }
    return files
  }

  private func missing(_ key: String, _ form: String) -> TransferControlProblem {
    TransferControlProblem("\(name) has no \(key) that is \(form)")
  }
}
