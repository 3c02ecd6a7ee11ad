// What is to be tied together: the options as typed, and what they come to.

import ArgumentParser
import Sluice

/// Options that say which columns hold IDs, and of which data sources.
struct IDSyncArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The columns of the IDs, the master's first (--columns gaid,customer_id).",
      valueName: "a,b,..."))
  var columns: String

  @Option(
    help: ArgumentHelp(
      "The data source of each of them, 0 for UUIDs (--dpids 20914,1234).", valueName: "n,m,..."))
  var dpids: String

  @Flag(
    help: "Tie customer IDs to hashed e-mail addresses, in c2c_id files (--c2c --hash email).")
  var c2c = false

  @Option(
    help: ArgumentHelp(
      """
      A column of addresses, or of their SHA-256 already, for --c2c; may be given again, and stands \
      behind --columns unless it is one of them (--hash email,email2 --c2c).
      """, valueName: "a,b,..."))
  var hash: [String] = []

  /// What was typed, checked.
  func resolved() throws -> IDSync {
    if !c2c, !hash.isEmpty {
      throw SluiceError(.usage, "--hash goes with --c2c: hashes stand in c2c_id files only")
    }
    let hashes = try hash.flatMap { try Typed.list($0, "--hash", "names, a,b,...") }
    if Set(hashes).count < hashes.count {
      throw SluiceError(.usage, "--hash names a column twice")
    }
    let named = try Typed.list(columns, "--columns", "names, a,b,...")
    if let first = named.first, hashes.contains(first) {
      throw SluiceError(
        .usage,
        "--hash names the master's column (the first of --columns holds customer IDs, which are not hashed)"
      )
    }
    let names = named + hashes.filter { !named.contains($0) }
    let dpids = try Typed.list(dpids, "--dpids", "numbers, n,m,...").map {
      try Typed.number($0, "--dpids", in: Limits.numbers)
    }
    guard names.count == dpids.count else {
      throw SluiceError(
        .usage,
        "--dpids has \(Self.count(dpids.count, "data source")) for \(Self.count(names.count, "column")) "
          + "(expected: one for each of --columns\(c2c ? " and --hash" : ""))")
    }
    return try tied(
      zip(names, dpids).map {
        IDSync.Column($0, dpid: $1, isHashed: hashes.contains($0))
      })
  }

  private func tied(_ columns: [IDSync.Column]) throws -> IDSync {
    do {
      return try IDSync(kind: c2c ? .c2cID : .adobeID, columns: columns)
    } catch {
      throw SluiceError(.usage, "\(error)\(Self.hint(error).map { " (\($0))" } ?? "")")
    }
  }

  /// What to do about a problem.
  private static func hint(_ problem: IDSync.Problem) -> String? {
    switch problem {
    case .notHashed: "name it in --hash, or leave out --c2c"
    case .name(.noDataSource): "name a further column with --columns, or with --c2c --hash"
    case .name(.deviceIDsInC2C): "leave out --c2c to tie device IDs"
    case .name, .hashed, .tiedToItself, .namedAgain: nil
    }
  }

  private static func count(_ number: Int, _ unit: String) -> String {
    "\(number) \(unit)\(number == 1 ? "" : "s")"
  }
}
