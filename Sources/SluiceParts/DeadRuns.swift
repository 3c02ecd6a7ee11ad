// Removes what killed runs left in a directory, and takes back what they had half published.
//
// A run is dead when its lock can be taken, or its lock file is gone. Best effort: what can't
// be removed now is left for the next run, and no failure here ends a run.

import SluiceBytes

/// The files of other runs in a directory.
struct DeadRuns {
  let directory: String
  let calls: SystemCalls
  /// The run that looks, which lives.
  let except: RunNames

  /// More than any journal has: a run of a million parts.
  private static let longestJournal = 256 << 20

  /// Removes the files of all dead runs.
  func remove() {
    guard let listing = try? calls.list(directory) else { return }
    var files: [RunNames: [String]] = [:]
    for file in listing {
      if let run = RunNames(of: file), run != except { files[run, default: []].append(file) }
    }
    for (run, files) in files { try? remove(run, files) }
  }

  private func remove(_ run: RunNames, _ files: [String]) throws(SystemError) {
    let path = directory + "/" + run.lock
    let lock: Int32
    do {
      lock = try calls.openFile(path, .existing)
    } catch .noSuchFile {
      // A run makes its lock file before any other and removes it after all others, so one
      // without is dead whatever this listing was raced by.
      return unlink(files)
    }
    defer { calls.closeFile(lock) }
    let facts = try calls.facts(of: lock)
    // What another user's file says is not to be followed in our name.
    guard facts.form == .regular, facts.owner == calls.user, try calls.holds(path, lock)
    else { return }
    let bytes = try calls.readAll(lock, most: Self.longestJournal)
    if let journal = PublishingJournal(bytes, of: run) { try settle(journal) }
    unlink(files.filter { $0 != run.lock })
    try calls.unlinkFile(path)
  }

  private func unlink(_ files: [String]) {
    for file in files { try? calls.unlinkFile(directory + "/" + file) }
  }

  /// Takes back what was named, unless all of it was.
  private func settle(_ journal: PublishingJournal) throws(SystemError) {
    if let last = journal.namings.last, try isNamed(last) { return }
    for naming in journal.namings where try isNamed(naming) {
      try calls.unlinkFile(directory + "/" + naming.name)
    }
    for aside in journal.asides { try restore(aside) }
    try calls.syncDirectory(directory)
  }

  private func isNamed(_ naming: PublishingJournal.Naming) throws(SystemError) -> Bool {
    do {
      return try calls.facts(at: directory + "/" + naming.name).inode == naming.inode
    } catch .noSuchFile {
      return false
    }
  }

  private func restore(_ aside: PublishingJournal.Aside) throws(SystemError) {
    do {
      try calls.place(directory + "/" + aside.temporary, at: directory + "/" + aside.name)
    } catch .noSuchFile {
      // It was not moved aside yet.
    } catch .alreadyExists {
      // It is back already, or a later run has put its own there.
    }
  }
}

extension SystemCalls {
  /// The folders `PARTNER/date=DAY` below a directory; links are not followed.
  func dayFolders(below root: String) -> [String] {
    folders(in: root).filter { !$0.hasPrefix(".") }.flatMap { partner in
      let path = Self.path(of: partner, in: root)
      return folders(in: path).filter { $0.hasPrefix("date=") }.map { Self.path(of: $0, in: path) }
    }
  }

  private func folders(in directory: String) -> [String] {
    (try? list(directory, foldersOnly: true)) ?? []
  }
}
