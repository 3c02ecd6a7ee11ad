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
    for text in ["", "B", "BZh9,name\n", "PK,name\n", "id,name\n", "\u{1F}", "P*M"] {
      #expect(detect(Array(text.utf8)) == .none, "\(text)")
    }
  }

  @Test func skippableFramesAreTwoFormats() {
    let start: [UInt8] = [0x5A, 0x2A, 0x4D, 0x18, 4, 0, 0, 0, 9, 9, 9, 9]
    #expect(detect(start) == .lz4)
    #expect(detect(start + [0x04, 0x22, 0x4D, 0x18]) == .lz4)
    #expect(detect(start + [0x28, 0xB5, 0x2F, 0xFD]) == .zstd)
  }

  @Test func hintsNameTheTool() {
    #expect(CompressionMagic.zstd.hint(for: "crm.zst") == "zstdcat 'crm.zst' | sluice ...")
    #expect(CompressionMagic.zip.hint(for: nil) == "... | unzip -p | sluice ...")
    #expect(CompressionMagic.allCases.filter(\.isReadable) == [.none, .gzip, .lz4])
    #expect(CompressionMagic.allCases.allSatisfy { $0.isReadable == ($0.hint(for: "x") == nil) })
  }
}
