// Bytes to records: the structural scan by each kernel, the splitter, the index, the sniffer.

import CSluiceScan
import SluiceBytes
import SluiceRecords

func addReading() {
  for shape in ["crm", "quoted", "long"] {
    for kernel in 0..<sluice_scan_kernel_count() {
      let name = unsafe String(cString: sluice_scan_kernel_at(kernel).name)
      add(
        "scan \(name), \(shape)",
        expecting: { try scanned(shape, by: sluice_scan_kernel_count() - 1)() }
      ) {
        try scanned(shape, by: kernel)
      }
    }
  }
  for shape in ["crm", "wide", "quoted", "long", "tiny"] {
    add("split, \(shape)") { try split(shape) }
    add("index, \(shape)") { try indexed(shape) }
    add("sniff a head, \(shape)") { try sniffed(shape) }
  }
}

/// Scans a sample's whole blocks.
/// - Returns: structural bytes outside quotes.
private func scanned(_ shape: String, by kernel: Int) throws -> StageWork {
  let dump = try Samples.dump(shape)
  let scan = unsafe sluice_scan_kernel_at(kernel).scan
  let needles = sluice_scan_needles(
    delimiter: Ascii.comma, quote: Ascii.quote, line_end: Ascii.lineFeed, escape: 0,
    comment: 0, has_quote: 1, has_escape: 0, has_comment: 0)
  let batch = 64
  return {
    var state = sluice_scan_state()
    state.may_open = 1
    var count = 0
    // SAFETY: only blocks that lie within the dump's bytes are scanned, into room for a batch of masks.
    unsafe withUnsafeTemporaryAllocation(of: sluice_scan_masks.self, capacity: batch) { masks in
      var block = 0
      while block < dump.count / 64 {
        let blocks = min(batch, dump.count / 64 - block)
        let start = unsafe (dump.base + block * 64).assumingMemoryBound(to: UInt8.self)
        unsafe scan?(start, blocks, needles, &state, masks.baseAddress)
        for index in 0..<blocks { unsafe count += masks[index].structural.nonzeroBitCount }
        block += blocks
      }
    }
    return count
  }
}

/// Cuts a sample into chunks of 64 KiB.
/// - Returns: chunks.
private func split(_ shape: String) throws -> StageWork {
  let dump = try Samples.dump(shape)
  return {
    dump.withBytes { bytes in
      var splitter = ChunkSplitter(dialect: Dialect())
      var start = 0
      var count = 0
      while start < bytes.byteCount {
        let rest = bytes.extracting(droppingFirst: start)
        guard case .cut(let end, _) = splitter.split(rest, target: 64 << 10, isFinal: true) else {
          break
        }
        start += end
        count += 1
      }
      return count
    }
  }
}

/// Indexes a sample as one chunk.
/// - Returns: records.
private func indexed(_ shape: String) throws -> StageWork {
  let dump = try Samples.dump(shape)
  let index = IndexBox()
  return {
    dump.withBytes { index.index.build($0) }
    return index.index.recordCount
  }
}

/// An index that a closure can hold.
private final class IndexBox {
  var index = RecordIndex(dialect: Dialect())
}

/// Sniffs a head's dialect.
/// - Returns: fields of a record.
private func sniffed(_ shape: String) throws -> StageWork {
  let dump = try Samples.dump(shape)
  return {
    dump.withBytes { bytes in
      let head = bytes.extracting(..<DialectSniffer.headSize)
      return DialectSniffer.sniff(head, isWhole: false, settings: DialectSettings()).fieldCount
    }
  }
}
