// Formats are told by what the tools of each really write.

import SluiceBytes
import SluiceTestTools
import Testing

@testable import SluiceCodecs

@Suite struct CompressionMagicTests {
  private func detect(_ bytes: [UInt8]) -> CompressionMagic {
    Array(bytes.prefix(CompressionMagic.lookahead)).withRawBytes(CompressionMagic.detect)
  }

  @Test(arguments: [
    (["gzip", "-c"], CompressionMagic.gzip), (["lz4", "-c"], .lz4), (["lz4", "-l", "-c"], .lz4),
    (["zstd", "-c"], .zstd), (["xz", "-c"], .xz), (["cat"], .none),
    (
      [
        "python3", "-c",
        "import sys,bz2;sys.stdout.buffer.write(bz2.compress(sys.stdin.buffer.read()))",
      ], .bzip2
    ),
    (
      [
        "python3", "-c",
        "import sys,zipfile;zipfile.ZipFile(sys.stdout.buffer,'w').writestr('a','b')",
      ], .zip
    ),
    (["python3", "-c", "import sys,zipfile;zipfile.ZipFile(sys.stdout.buffer,'w').close()"], .zip),
  ])
  func toldFromTheToolsOutput(_ command: [String], _ format: CompressionMagic) throws {
    #expect(detect(try Tool.output(of: command, input: Array("a,b\n1,2\n".utf8))) == format)
  }

  @Test func emptyBzip2IsTold() throws {
    let empty = try Tool.python("import bz2; put(bz2.compress(b''))")
    #expect(detect(empty) == .bzip2)
  }

  @Test func textIsNotCompressed() {
    for text in [
      "", "PAR1,PAR2\n", "PAR1", "7z,name\n", "B", "BZh9,name\n", "PK,name\n", "id,name\n",
      "\u{1F}", "P*M",
    ] {
      #expect(detect(Array(text.utf8)) == .none, "\(text)")
    }
  }

  @Test func skippableFramesAreTwoFormats() {
    let start: [UInt8] = [0x5A, 0x2A, 0x4D, 0x18, 4, 0, 0, 0, 9, 9, 9, 9]
    #expect(detect(start) == .lz4)
    #expect(detect(start + [0x04, 0x22, 0x4D, 0x18]) == .lz4)
    #expect(detect(start + [0x28, 0xB5, 0x2F, 0xFD]) == .zstd)
  }

  @Test(arguments: ["[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "xl/workbook.xml"])
  func workbooksAreArchivesOfCertainFiles(_ first: String) throws {
    let book = try Tool.python(
      """
      import io, zipfile
      file = io.BytesIO()
      with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
          book.writestr(sys.argv[1], "<x/>")
      put(file.getvalue())
      """, arguments: [first])
    #expect(detect(book) == .excel)
  }

  /// No tool that writes these is at hand: the formats' documents say how they begin.
  @Test func formatsToldByTheirDocuments() {
    #expect(detect([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4]) == .sevenZip)
    #expect(detect(Array("PAR1".utf8) + [0x15, 4, 0x15]) == .parquet)
  }

  @Test func hintsNameTheTool() {
    #expect(CompressionMagic.zstd.hint(for: "crm.zst") == "use: zstdcat 'crm.zst' | sluice ...")
    #expect(CompressionMagic.xz.hint(for: "it's") == #"use: xzcat 'it'\''s' | sluice ..."#)
    #expect(CompressionMagic.bzip2.hint(for: nil) == "use: ... | bzcat | sluice ...")
    #expect(CompressionMagic.zip.hint(for: nil) == "use: ... | funzip | sluice ...")
    #expect(CompressionMagic.zip.hint(for: "a") == "use: unzip -p 'a' | sluice ...")
    #expect(CompressionMagic.sevenZip.hint(for: nil) == "use: 7z e -so FILE | sluice ...")
    #expect(
      CompressionMagic.parquet.hint(for: "a")
        == #"use: duckdb -csv -c "from read_parquet('a')" | sluice ..."#)
    #expect(
      CompressionMagic.excel.hint(for: "a") == "save it as CSV, or use: xlsx2csv 'a' | sluice ...")
    #expect(CompressionMagic.allCases.filter(\.isReadable) == [.none, .gzip, .lz4])
    #expect(CompressionMagic.allCases.allSatisfy { $0.isReadable == ($0.hint(for: "x") == nil) })
  }
}
