// The files of a sequence as they are in a directory, and the names of its parts: what a set and its
// rehearsal both have to know.

import SluiceBytes

extension PartNaming {
  /// - Throws: `PartError` (`usage`) for a naming that gives names it does not know again.
  static func check(_ namings: [PartNaming]) throws(PartError) {
    for naming in namings {
      if let misfit = naming.misfit {
        throw .usage("not a name of the sequence \(naming.root)", path: misfit)
      }
    }
  }

  /// The names of a sequence's parts: one without a number, several from 1 on.
  func names(of sequence: PartSequence) -> [String] {
    let count = sequence.closed.count
    return count == 1 ? [name(split: nil)] : (0..<count).map { name(split: $0 + 1) }
  }
}

extension SystemCalls {
  /// The files of some sequences that are in a directory, in order of name, the
  /// transfer-control files first: they are the first to be moved aside, so that no reader takes
  /// what is left for a whole set.
  /// - Throws: `exists` if one of them is a directory, which nothing can replace.
  func files(of namings: [PartNaming], in directory: String) throws(PartError) -> [String] {
    let files: [String]
    do {
      files = try list(directory).filter { name in
        namings.contains { $0.belongsToSequence(fileName: name) }
      }.sorted()
    } catch {
      throw .io(directory, error)
    }
    for file in files { try requireReplaceable(Self.path(of: file, in: directory)) }
    let infoNames = namings.map(\.infoName)
    return files.filter(infoNames.contains) + files.filter { !infoNames.contains($0) }
  }

  /// Where a file of a directory is.
  static func path(of name: String, in directory: String) -> String {
    directory.hasSuffix("/") ? directory + name : directory + "/" + name
  }

  private func requireReplaceable(_ path: String) throws(PartError) {
    let form: FileFacts.Form
    do {
      form = try facts(at: path).form
    } catch .noSuchFile {
      return
    } catch {
      throw .io(path, error)
    }
    if form == .directory { throw .notReplaceable(path) }
  }
}
