// What the tests share: failing texts made small; and the tools and properties, brought along for every file.

@_exported import SluiceProperties
@_exported import SluiceTestTools

/// The smallest text that still fails, found by leaving out ever shorter stretches of `bytes`.
func minimal(_ bytes: [UInt8], _ fails: ([UInt8]) -> Bool) -> [UInt8] {
  var bytes = bytes
  var length = max(1, bytes.count / 2)
  while true {
    var start = 0
    var didShrink = false
    while start < bytes.count {
      let end = min(bytes.count, start + length)
      let shorter = Array(bytes[..<start] + bytes[end...])
      if fails(shorter) {
        bytes = shorter
        didShrink = true
      } else {
        start = end
      }
    }
    if length > 1 { length /= 2 } else if !didShrink { return bytes }
  }
}
