// What can end a run, as one line and one code.

import SluiceInput
import SluiceMapping
import SluiceParts
import SluiceRecords

/// A failure of a run. Its description is the one line a user sees.
public struct SluiceError: Error, Sendable {
  /// The sort of failure; a command line makes its exit code of it.
  public enum Code: Sendable, Hashable {
    /// What was asked for makes no sense.
    case usage
    /// The data is wrong: strict mode, the reject limit, damaged compressed input.
    case data
    /// An input is not there or cannot be read.
    case input
    /// An output exists, or cannot be made.
    case output
    /// Reading or writing failed half way.
    case io
    /// The mapping is wrong, by itself or for this header.
    case mapping
    /// gpg is not there, or cannot encrypt for the recipient.
    case encryption
    /// The run was stopped from outside.
    case cancelled
    /// The reader of the output has gone.
    case closedPipe
    /// The program contradicts itself.
    case inconsistent
  }

  /// The sort of failure.
  public let code: Code
  /// What happened, mostly one thing: a mapping may have several problems. Each is one line to be shown,
  /// but for line ends and other control characters in names, which whoever shows it escapes.
  public let problems: [String]

  /// All of it.
  public var message: String { problems.joined(separator: "\n") }

  /// Makes an error.
  public init(_ code: Code, _ message: String) { self.init(code, problems: [message]) }

  /// Makes an error of several problems.
  public init(_ code: Code, problems: [String]) {
    self.code = code
    self.problems = problems
  }
}

extension SluiceError: CustomStringConvertible {
  /// The message.
  public var description: String { message }
}

extension SluiceError: Equatable {
  /// Two failures are equal when their codes are: wording is for people.
  public static func == (left: SluiceError, right: SluiceError) -> Bool { left.code == right.code }
}

extension SluiceError {
  /// The same failure in this module's terms, whichever stage it comes from.
  init(wrapping error: any Error) {
    switch error {
    case let error as SluiceError: self = error
    case let error as InputError: self.init(error)
    case let error as PartError: self.init(error)
    case let error as PlanError:
      self.init(.mapping, problems: error.problems.map { $0.text() })
    default: self.init(.inconsistent, "\(error)")
    }
  }

  private init(_ error: InputError) {
    let code: Code =
      switch error.kind {
      case .notFound, .unreadable: .input
      case .readFailed: .io
      case .corrupt, .unsupportedCompression: .data
      case .unknownEncoding: .usage
      }
    self.init(code, error.description)
  }

  private init(_ error: PartError) {
    let code: Code =
      switch error.kind {
      case .exists, .cannotCreate: .output
      case .io: .io
      case .cannotEncrypt: .encryption
      case .closedPipe: .closedPipe
      case .cancelled: .cancelled
      case .usage: .usage
      }
    self.init(code, error.description)
  }
}
