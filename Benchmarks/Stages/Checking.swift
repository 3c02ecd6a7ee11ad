// Lines to findings: the judge by each kernel, and the parser that reads every line.

import AudienceManager
import SluiceBytes
import SluiceRecords

func addChecking() {
  for (job, shape) in [("crm-pairs", "crm"), ("crm", "crm"), ("tiny", "tiny")] {
    let expected = { try Samples.ends(of: Samples.lines(job, shape)).count }
    for kernel in LineKernel.available {
      add("judge \(kernel.name), lines of \(job)", expecting: expected) {
        let lines = try Samples.lines(job, shape)
        let judge = LineJudge(.data(LineParser(mode: .sync)), kernel: kernel)
        return { lines.withBytes { judge.judge($0).counts.storedRecords } }
      }
    }
    add("parse, lines of \(job)", expecting: expected) {
      let lines = try Samples.lines(job, shape)
      let ends = Samples.ends(of: lines)
      return { parsed(lines, ends) }
    }
  }
}

/// Reads every line.
/// - Returns: lines without an error.
private func parsed(_ lines: ByteBuffer, _ ends: [Int]) -> Int {
  let parser = LineParser(mode: .sync)
  return lines.withBytes { bytes in
    var start = 0
    var good = 0
    for end in ends {
      if parser.parse(bytes.extracting(start..<end)).error == nil { good += 1 }
      start = end + 1
    }
    return good
  }
}
