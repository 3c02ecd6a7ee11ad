// Gives finished temporary files their names, all or none.
//
// Order: journal, old files aside, names, directory synced, the last name, directory synced.
// Each name is given by link(2), which never replaces a file and leaves the temporary name for
// a repair. When a step fails the steps before are taken back here; when the process is killed,
// the next run takes them back from the journal. Readers that wait for the last name (the
// transfer-control file) see a whole set only.

import SluiceBytes

/// Names files as a set.
struct Publisher {
  /// A complete, synced temporary file and the name it gets.
  struct Item {
    let temporary: String
    let name: String
    /// Whether only this user may read it.
    let isPrivate: Bool
  }

  let workspace: Workspace
  private var calls: SystemCalls { workspace.calls }

  init(_ workspace: Workspace) { self.workspace = workspace }

  /// Names all items.
  /// - Parameters:
  ///   - items: in the order of naming; the last one completes the set.
  ///   - old: names of files that make way for the set.
  func publish(_ items: [Item], replacing old: [String]) throws(PartError) {
    guard !items.isEmpty || !old.isEmpty else { return }
    let journal = try prepare(items, replacing: old)
    try workspace.write(journal)
    var steps = Steps()
    do throws(PartError) {
      try moveAside(journal.asides, &steps)
      try name(items, &steps)
    } catch {
      throw takeBack(steps, after: error)
    }
    workspace.clearJournal()
    for aside in journal.asides { workspace.remove(aside.temporary) }
  }

  /// What was done so far.
  private struct Steps {
    var names: [String] = []
    var asides: [PublishingJournal.Aside] = []
  }

  // MARK: Before

  private func prepare(
    _ items: [Item], replacing old: [String]
  ) throws(PartError) -> PublishingJournal {
    let mode = try workspace.ordinaryMode()
    var journal = PublishingJournal(namings: [], asides: [])
    for item in items {
      let inode = try prepare(item, mode)
      journal.namings.append(.init(inode: inode, name: item.name))
    }
    for name in old {
      journal.asides.append(.init(temporary: try workspace.nameForAside(), name: name))
    }
    return journal
  }

  /// Gives an item its permissions, to last; returns its inode.
  private func prepare(_ item: Item, _ mode: UInt32) throws(PartError) -> UInt64 {
    let path = workspace.path(of: item.temporary)
    do throws(SystemError) {
      let descriptor = try calls.openFile(path, .existing)
      defer { calls.closeFile(descriptor) }
      if !item.isPrivate {
        try calls.setMode(descriptor, mode)
        try calls.syncFile(descriptor)
      }
      return try calls.facts(of: descriptor).inode
    } catch {
      throw .io(path, error)
    }
  }

  // MARK: Naming

  private func moveAside(
    _ asides: [PublishingJournal.Aside], _ steps: inout Steps
  ) throws(PartError) {
    for aside in asides {
      let path = workspace.path(of: aside.name)
      do throws(SystemError) {
        try calls.renameFile(path, to: workspace.path(of: aside.temporary))
      } catch .noSuchFile {
        continue  // Someone else has removed it since it was seen.
      } catch {
        throw .creating(path, error)
      }
      steps.asides.append(aside)
    }
  }

  private func name(_ items: [Item], _ steps: inout Steps) throws(PartError) {
    for item in items.dropLast() { try name(item, &steps) }
    if items.count > 1 { try syncDirectory() }
    if let last = items.last { try name(last, &steps) }
    try syncDirectory()
  }

  private func name(_ item: Item, _ steps: inout Steps) throws(PartError) {
    let path = workspace.path(of: item.name)
    do throws(SystemError) {
      try calls.place(workspace.path(of: item.temporary), at: path)
    } catch .alreadyExists {
      throw .appeared(path)
    } catch {
      throw .creating(path, error)
    }
    steps.names.append(item.name)
  }

  private func syncDirectory() throws(PartError) {
    do {
      try calls.syncDirectory(workspace.directory)
    } catch {
      throw .io(workspace.directory, error)
    }
  }

  // MARK: Taking back

  /// Undoes the steps in reverse; returns the error with what became of them.
  private func takeBack(_ steps: Steps, after error: PartError) -> PartError {
    var stuck: [String] = []
    for name in steps.names.reversed() {
      do {
        try calls.unlinkFile(workspace.path(of: name))
      } catch .noSuchFile {
        // Whoever removed it did our work.
      } catch {
        stuck.append(name)
      }
    }
    for aside in steps.asides.reversed() where !restore(aside) { stuck.append(aside.name) }
    try? calls.syncDirectory(workspace.directory)
    guard !stuck.isEmpty else { return error }
    workspace.close(forRepair: true)
    return error.leaving(
      "the next run there will take back \(stuck.joined(separator: ", ")), this one could not")
  }

  private func restore(_ aside: PublishingJournal.Aside) -> Bool {
    let temporary = workspace.path(of: aside.temporary)
    do {
      try calls.place(temporary, at: workspace.path(of: aside.name))
      workspace.remove(aside.temporary)
      return true
    } catch .alreadyExists {
      // Another program's file has the name now, and the old one is not put over it.
      workspace.remove(aside.temporary)
      return true
    } catch {
      return false
    }
  }
}
