// Reports as pure functions of summaries, with everything in names that could break out of them; the
// judges are Python's json and html.parser.

import Foundation
import SluiceRecords
import SluiceTestTools
import Testing

@testable import Sluice

@Suite struct ReportTests {
  private static let nasty =
    "a<b>&\"'</script><script>alert(1)</script>\u{1B}[31m\u{202E}\u{0}\n\\\u{7F}\u{85}é日"

  /// A summary with something in every place.
  private static func summary(_ text: String) -> ConversionSummary {
    var counts = RecordCounts()
    counts.records = 1234
    counts.written = 1218
    counts.filtered = 1
    counts.withoutTrait = 3
    counts[.quote] = 12
    counts.sanitised = 7
    counts.lines = 1220
    counts.pairs = 5000
    counts.traits = 700
    var summary = ConversionSummary(counts: counts)
    summary.inputs = [ConversionSummary.Input(name: text, takenFor: [text, "utf-8"])]
    summary.directory = text
    summary.parts = [
      ConversionSummary.Part(
        name: text, byteCount: 3, rawCount: 9, lineCount: 1,
        md5: String(repeating: "0", count: 32))
    ]
    summary.rejectsPath = text
    summary.leftOutColumns = [text]
    summary.encryptedFor = ConversionSummary.Key(recipient: text, fingerprint: "ABCD")
    summary.failure = text
    var samples = RejectSamples()
    for record in 1...12 {
      let place = RejectPlace(input: text, record: record, line: record, offset: record)
      samples.add(place, reason: .quote, column: record % 2 == 0 ? text : nil)
    }
    summary.rejects = samples.summary(of: counts)
    summary.started = 1_732_240_000
    summary.seconds = 12.3456
    return summary
  }

  @Test func jsonKeepsEveryName() throws {
    let report = Self.summary(Self.nasty).jsonReport
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(report.utf8)) as? [String: Any])
    #expect(object["failure"] as? String == Self.nasty)
    #expect(object["started"] as? String == "2024-11-22T01:46:40Z")
    #expect(object["seconds"] as? Double == 12.346)
    #expect(object["leftOutColumns"] as? [String] == [Self.nasty])
    let counts = try #require(object["counts"] as? [String: Int])
    #expect(counts["records"] == 1234 && counts["rejected"] == 12 && counts["sanitised"] == 7)
    let rejects = try #require(object["rejects"] as? [[String: Any]])
    #expect((rejects.first?["first"] as? [[String: Any]])?.count == 10)
    let receiver = try #require(object["receiver"] as? [String: Int])
    #expect(receiver["recordsReceived"] == 1220 && receiver["storedRecords"] == 1220)
    #expect(receiver["totalSignals"] == 4300 && counts["traits"] == 700)
    #expect(receiver["formatErrors"] == 0 && receiver["noMatchingAAMIDs"] == nil)
  }

  /// Every tag is closed in its place, none is a name's, and nothing is fetched from anywhere.
  @Test func pageIsWholeByItself() throws {
    let page = Self.summary(Self.nasty).htmlReport
    #expect(!page.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" || $0 == "\u{0}" })
    let found = try TemporaryFile.with(page) {
      try Tool.run(["python3", "-c", Self.judge, $0])
    }
    // One for the failure, the warning, the directory, the part, the key and the rejects file, two for
    // the input, ten for the places' inputs and five for their columns.
    #expect(found.text == "ok 23\n", "\(found.errors)")
  }

  private static let judge = """
    import html.parser, sys
    VOID = {'meta', 'br'}
    ALLOWED = {'html', 'head', 'title', 'style', 'body', 'header', 'h1', 'h2', 'h3', 'p', 'span', 'code',
               'div', 'b', 'i', 'ul', 'li', 'section', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'small',
               'dl', 'dt', 'dd'} | VOID
    class Judge(html.parser.HTMLParser):
        def __init__(self):
            super().__init__(convert_charrefs=True)
            self.open, self.texts = [], []
        def handle_starttag(self, tag, attributes):
            assert tag in ALLOWED, tag
            for name, value in attributes:
                assert name in {'class', 'lang', 'charset', 'name', 'content', 'http-equiv', 'style',
                                'aria-hidden'}, name
            if tag not in VOID: self.open.append(tag)
        def handle_endtag(self, tag):
            assert self.open and self.open.pop() == tag, tag
        def handle_data(self, data):
            if self.open and self.open[-1] == 'style': assert 'url(' not in data and '@import' not in data
            elif '<script>alert(1)</script>' in data: self.texts.append(data)
    judge = Judge()
    judge.feed(open(sys.argv[1], encoding='utf-8').read())
    judge.close()
    assert not judge.open, judge.open
    print('ok', len(judge.texts))
    """

  /// Every count that there is has a name in reports, and no name stands for two.
  @Test func everyCountIsTold() {
    let counts = RecordCounts()
    #expect(
      RunCount.all.map(\.key).sorted()
        == Mirror(reflecting: counts).children.compactMap(\.label).sorted())
    #expect(Set(RunCount.all.map(\.label)).count == RunCount.all.count)
  }

  @Test(
    arguments: [
      ("run.json", .json), ("a/RUN.HTML", .html), ("run.htm", nil), ("json", nil), ("", nil),
    ] as [(String, ReportOptions.Form?)])
  func forms(path: String, form: ReportOptions.Form?) {
    #expect(ReportOptions(path: path)?.form == form)
  }
}
