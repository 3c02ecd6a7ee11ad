// What a run is about to name, written into its lock file first: so that the next run can
// finish the taking back if this one is killed between two names.
//
// Fields end with a zero byte, which no file name has in it. A journal without its last
// field was cut off before anything was named, and says nothing.

/// The names that a run gives and the files it moves aside for that.
struct PublishingJournal: Equatable {
  /// A file that gets a name. The last one of a journal is named last: once it has its name
  /// the set is published.
  struct Naming: Equatable {
    /// The file, told by its inode from another that has the name.
    var inode: UInt64
    var name: String
  }

  /// A file of before that makes way.
  struct Aside: Equatable {
    /// The temporary name it is kept under until the set is published.
    var temporary: String
    var name: String
  }

  var namings: [Naming]
  var asides: [Aside]

  private static let opening = "sluice-publishing-1"
  private static let naming = "name"
  private static let aside = "aside"
  private static let end = "end"

  init(namings: [Naming], asides: [Aside]) {
    self.namings = namings
    self.asides = asides
  }

  /// The journal as it is stored.
  var bytes: [UInt8] {
    var fields = [Self.opening]
    for naming in namings { fields += [Self.naming, String(naming.inode), naming.name] }
    for aside in asides { fields += [Self.aside, aside.temporary, aside.name] }
    fields.append(Self.end)
    return fields.flatMap { Array($0.utf8) + [0] }
  }

  /// Reads a journal.
  /// - Parameter names: the run's; a journal that names anything outside of its directory, or
  ///   another run's temporary files, is none.
  init?(_ bytes: [UInt8], of names: RunNames) {
    var fields = bytes.split(separator: 0, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }[...]
    guard fields.popFirst() == Self.opening else { return nil }
    self.init(namings: [], asides: [])
    while let field = fields.popFirst() {
      if field == Self.end { return }
      guard let first = fields.popFirst(), let name = fields.popFirst(), Self.isPlain(name)
      else { return nil }
      if field == Self.naming, let inode = UInt64(first) {
        namings.append(Naming(inode: inode, name: name))
      } else if field == Self.aside, RunNames(of: first) == names {
        asides.append(Aside(temporary: first, name: name))
      } else {
        return nil
      }
    }
    return nil
  }

  /// Whether `name` is of a file in the directory itself.
  static func isPlain(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".." && !name.utf8.contains(UInt8(ascii: "/"))
      && !name.utf8.contains(0)
  }
}
