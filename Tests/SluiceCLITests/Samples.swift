// Dumps and mappings that the tests use.

import Foundation
import Testing

/// Small dumps and a mapping for them.
enum Samples {
  static let mapping = """
    dataSource: {dpid: 1234}
    id: {column: id}
    fields:
      - column: plan
        values: {P: Pro, F: Free}
        otherwise: reject
      - column: city
    where: [{column: active, notIn: ["no"]}]
    """

  static let clean = """
    id,plan,city,active
    u1,P,Oslo,yes
    u2,F,"Rio, Brazil",yes
    u3,P,Rome,no
    u4,,,yes

    """

  static let lines = """
    u1\t"plan"="Pro","city"="Oslo"
    u2\t"plan"="Free","city"="Rio, Brazil"

    """

  /// The clean dump with records that are rejected, each for another reason.
  static let damaged =
    clean + """
      ,P,Bonn,yes
      u6,P,yes
      a:b,P,Bonn,yes
      u8,X,Bonn,yes
      u9,"P"x,Bonn,yes
      u10,P,"Bonn,yes

      """

  static let name = "ftp_dpm_1234_1732240000.sync"
  /// Options that give files of that name.
  static let toFiles = "--out outbox --timestamp 1732240000"
}

extension Directory {
  /// Writes the small dumps, the mapping and a faulty one.
  func writeSamples() throws {
    try write("map.yaml", Samples.mapping)
    try write("clean.csv", Samples.clean)
    try write("damaged.csv", Samples.damaged)
    try write("header.csv", "id,plan,city,active\n")
    try write("empty.csv", "")
    try write(
      "wrong.yaml", "dataSource: {dpid: 1}\nid: {colum: id}\nfields: [{column: x, bnds: [1]}]\n")
    try write(
      "columns.yaml", "dataSource: {dpid: 1}\nid: {column: id}\nfields: [{column: plann}]\n")
  }

  /// Makes a dump by the project's generator.
  func makeDump(_ options: String, to name: String = "dump.csv") throws {
    let made = try shell("make-dump \(options) --output \(name)")
    #expect(made.ending == .done, "\(made.errors)")
  }
}
