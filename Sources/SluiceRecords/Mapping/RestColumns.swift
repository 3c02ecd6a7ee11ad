// The columns that `rest` decides about, and those of them that may not be sent. Pure.

import AudienceManager

extension Mapping {
  /// The places of the columns that neither the ID nor a field is made of.
  func unnamed(of columns: [String]) -> [Int] {
    var named = Set(
      fields.compactMap { field -> String? in
        if case .column(let name) = field.source { name } else { nil }
      })
    if let id = id.column { named.insert(id) }
    return columns.indices.filter { !named.contains(columns[$0]) }
  }

  /// The columns that `rest: pairs` does not send, because their names, which would be the keys, are
  /// personal data themselves.
  /// - Parameter columns: the header's names.
  public func leftOut(of columns: [String]) -> [String] {
    if rest == .ignore || pii == .allow { return [] }
    return unnamed(of: columns).map { columns[$0] }
      .filter { PersonalDataDetector.kind(ofName: $0) != nil }
  }

  /// The columns that `rest: pairs` takes although their names say that they hold personal data. Some of their values
  /// may be seen to be personal, and then go the way that `pii` says.
  /// - Parameter columns: the header's names.
  public func personalColumns(of columns: [String]) -> [String] {
    if rest == .ignore || pii == .allow { return [] }
    return OwnKeys(of: unnamed(of: columns), in: columns).keys.map { columns[$0.place] }.filter {
      PersonalDataDetector.kind(ofName: $0) == nil
        && PersonalDataDetector.nameSuggestsPersonalData($0) != nil
    }
  }
}
