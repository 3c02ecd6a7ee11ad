import AudienceManager
import Foundation
import Testing

@Suite("E-mail addresses and their hashes (section 7)")
struct EmailHashTests {
  private func normalized(_ text: String) -> String {
    let capacity = EmailHash.normalizedCapacity(text.utf8.count)
    var bytes = [UInt8](repeating: 0, count: capacity)
    let count = unsafe bytes.withUnsafeMutableBytes { buffer in
      var output = unsafe OutputRawSpan(buffer: buffer, initializedCount: 0)
      with(text) { EmailHash.appendNormalized($0, to: &output) }
      return unsafe output.finalize(for: buffer)
    }
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }

  @Test("addresses are trimmed and lower-cased")
  func normalize() {
    let cases = [
      ("johndoe@example.com", "johndoe@example.com"),
      (" JohnDoe@Example.COM\r\n", "johndoe@example.com"),
      ("\tA[Z]@x.y ", "a[z]@x.y"), ("", ""), ("   ", ""), ("MÜLLER@Köln.DE", "müller@köln.de"),
      ("ȺȺȺȺ@X.de", "ⱥⱥⱥⱥ@x.de"), ("\u{FEFF}\u{A0}a@b.de\u{200B} \u{3000}", "a@b.de"),
    ]
    for (text, expected) in cases { #expect(normalized(text) == expected) }
  }

  @Test("every ASCII letter at every place is lower-cased, and nothing else")
  func lowercase() {
    for byte in UInt8(0x21)..<0x7F {
      for place in 0..<17 {
        var bytes = [UInt8](repeating: 0x2E, count: 17)
        bytes[place] = byte
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(normalized(text) == text.lowercased())
      }
    }
  }

  @Test(
    "the documented hashes come out of what is given to the hash",
    arguments: [
      (" JohnDoe@example.com", "55e79200c1635b37ad31a378c39feb12f120f116625093a19bc32fff15041149"),
      ("janedoe@email.com\n", "16d72e3edbeb089b299e0d12fc09522fdc5ece2d11dcb1304ecdd6fab4f7193a"),
      ("Name@MyDomain.com ", "feec5debcea411f54462a345a0d90c9975415d2d4862745ff8af00c49b6b4ae6"),
    ])
  func knownAnswers(_ address: String, _ hash: String) throws {
    let said = try Tool.run(["sha256sum"], input: Array(normalized(address).utf8)).text
    #expect(said.hasPrefix(hash))
    #expect(with(hash, EmailHash.problem) == nil)
  }

  @Test("hashes are 64 lower-case hex digits")
  func hashForm() {
    let hash = "55e79200c1635b37ad31a378c39feb12f120f116625093a19bc32fff15041149"
    #expect(with(hash, EmailHash.problem) == nil)
    for bad in [hash.uppercased(), String(hash.dropLast()), hash + "0", "", "g" + hash.dropFirst()]
    {
      #expect(with(bad, EmailHash.problem) != nil)
    }
    #expect(with(hash.uppercased(), EmailHash.problem) == .wrongCase)
  }

  @Test(
    "plausible addresses",
    arguments: [
      "a@b.de", "john.doe+tag@mail.example.co.uk", "o'neil_1@x-y.com", "müller@köln.de",
      "x@xn--kln-sna.de", "1@2.museum",
    ])
  func plausible(_ address: String) {
    #expect(with(address, EmailHash.isPlausibleAddress))
  }

  @Test(
    "no addresses",
    arguments: [
      "", "@", "a@", "@b.de", "a@b", "a@b.c", "a@b.123", "a b@c.de", "a@b.de ", " a@b.de",
      "a\u{200B}b@c.de", "a@b\u{AD}c.de", "\u{2011}a@b.de",
      "a@@b.de",
      "a@b@c.de", "a@.de", "a@b..de", "a@-b.de", "a@b-.de", "mailto:a@b.de", "a@b.de,", "a@b.d-e.",
      "<a@b.de>", "logo@2x.png", "react@18.2.0",
    ])
  func implausible(_ address: String) {
    #expect(!with(address, EmailHash.isPlausibleAddress))
  }

  @Test("every byte that addresses may have on either side, and no other")
  func signs() {
    let alphanumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
      .unicodeScalars
    for code in UInt8(0)..<0x80 {
      let sign = Unicode.Scalar(code)
      let isPlain = alphanumeric.contains(sign) || "-.".unicodeScalars.contains(sign)
      let isLocal = isPlain || "!#%&'+_~".unicodeScalars.contains(sign)
      #expect(with("x\(sign)y@b.de", EmailHash.isPlausibleAddress) == isLocal, "\(code)")
      #expect(with("a@x\(sign)y.de", EmailHash.isPlausibleAddress) == isPlain, "\(code)")
    }
  }

  @Test("lengths that addresses may have")
  func lengths() {
    let domain = "@example.com"
    #expect(with(String(repeating: "a", count: 64) + domain, EmailHash.isPlausibleAddress))
    #expect(!with(String(repeating: "a", count: 65) + domain, EmailHash.isPlausibleAddress))
    let label = String(repeating: "b", count: 63) + "."
    #expect(with("a@" + label + "de", EmailHash.isPlausibleAddress))
    #expect(!with("a@b" + label + "de", EmailHash.isPlausibleAddress))
    #expect(!with("a@" + label + label + label + label + "de", EmailHash.isPlausibleAddress))
  }
}
