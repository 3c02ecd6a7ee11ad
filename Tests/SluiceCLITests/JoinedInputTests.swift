// Several inputs as one dump: their headers, and their columns by name.

import Foundation
import Testing

@Suite struct JoinedInputTests {
  /// Every kind of header that cannot be read, also that of a later input, with its place.
  @Test(arguments: [
    ("\"a\"x,b\n1,2\n", "a closing quote is followed by something other than a delimiter (quote)"),
    ("\"a,b\n1,2\n", "a quoted field is opened and never closed (unterminated-quote)"),
    ("abcdefghijk,b\n1,2\n", "the record is longer than --max-record (record-too-long)"),
    ("a\0,b\n1,2\n", "there is a NUL byte in the record (nul)"),
  ])
  func headersThatCannotBeRead(header: String, problem: String) throws {
    try withDirectory { directory in
      try directory.write("good", "a,b\n3,4\n")
      try directory.write("bad", "#x\n#yy\n\n" + header)
      let options = "--delimiter , --comment # --max-record 10"
      for command in ["rows \(options)", "convert --dpid 1 --id a \(options) --out outbox"] {
        for inputs in ["bad", "good bad"] {
          let found = try directory.sluice("\(command) \(inputs)")
          #expect(found.ending == .exited(65))
          let place = "bad: record 1 (line 4, byte 8)"
          #expect(
            found.errors == "sluice: error: the header cannot be read, \(problem): \(place)\n")
        }
      }
      #expect(directory.list("outbox") == [])
    }
  }

  /// By name also where records lack fields, and where two columns share a name.
  @Test func columnsInAnotherOrderInRows() throws {
    try withDirectory { directory in
      try directory.write("a", "x,y,z\n1,2,3\n")
      try directory.write("b", "z;x;y\n6;\"4\";5\n9;7\n9;7;8;0\n")
      for lanes in [1, 3] {
        let found = try directory.sluice("rows --lanes \(lanes) a b")
        #expect(try found.rows() == [["x", "y", "z"], ["1", "2", "3"], ["4", "5", "6"]])
        #expect(try found.rejects().map(\.record) == [3, 4])
        let padded = try directory.sluice("rows --ragged pad --lanes \(lanes) a b")
        #expect(try padded.rows().dropFirst(3) == [["7", "", "9"], ["7", "8", "9"]])
      }
      try directory.write("c", "n,n,x\n1,2,3\n")
      try directory.write("d", "x,n,n\n6,4,5\n")
      try directory.write("e", "x,x,n\n6,4,5\n")
      #expect(try directory.sluice("rows c d").rows().last == ["4", "5", "6"])
      let other = try directory.sluice("rows c e")
      #expect(other.ending == .exited(65))
      #expect(other.errors.contains("e: it has \"n\" once and has \"x\" 2 times, unlike c"))
    }
  }

  /// Without headers the columns are numbered, and inputs of other widths are told as `convert` tells them.
  @Test func widthsOfInputsWithoutHeader() throws {
    try withDirectory { directory in
      try directory.write("a", "1,2\n")
      try directory.write("b", "3,4,5\n")
      let rows = try directory.sluice("rows --header no a b")
      let converted = try directory.sluice("convert --dpid 1 --id column1 --header no a b")
      #expect(rows.ending == .exited(65) && converted.ending == .exited(65))
      #expect(rows.errors == converted.errors)
      #expect(rows.errors.contains("b: it has \"column3\", unlike a"))
      #expect(try directory.sluice("rows --header no --ragged keep a b").rows().count == 2)
    }
  }

  /// Fields are compared, not bytes: programs differ in what they quote, and in line ends.
  @Test(arguments: [
    ("id,b\n", "\"id\",\"b\"\r\n"), ("\"id\",\"b\"\n", "id,\"b\"\n"), ("id,b\r\n", "id,\"b\" \n"),
    ("id,\"b\"\"\"\n", "\"id\",b\"\n"), (",id\n", "\"\",id\n"), ("id\n", "\"id\"\n"),
  ])
  func headersInOtherQuotes(header: String, again: String) throws {
    try withDirectory { directory in
      let isOne = !header.contains(",")
      let row = isOne ? "i2" : "i2,i2"
      let block = (0..<20_000).map { _ in row + "\n" }.joined()
      try directory.write("dump", header + block + again + "idx" + row.dropFirst(2) + "\n" + again)
      var found: Set<String> = []
      for lanes in [1, 3] {
        let rows = try directory.sluice("rows --delimiter , --lanes \(lanes) dump").rows()
        #expect(rows.count == 20_002)
        let converted = try directory.sluice(
          "convert --dpid 1 --id id --delimiter , --lanes \(lanes) --report run.json dump")
        #expect(converted.ending == .done)
        #expect(!converted.lines.contains { $0.hasPrefix("id\t") })
        let report = try directory.shell("cat run.json && rm run.json").text
        #expect(report.contains("\"repeatedHeaders\": 2"), "\(report.prefix(600))")
        found.insert(converted.text)
      }
      #expect(found.count == 1)
    }
  }
}
