// Bytes to test with, the same in every run.

/// Content of the kinds that compressors treat differently.
public enum Sample: CaseIterable, Sendable {
  /// Lines as the program writes them.
  case lines
  /// Bytes that do not compress.
  case noise
  /// One byte over and over.
  case run
  /// Text, then noise, then text: the kind changes inside a block.
  case mixture
  /// Matches at the largest distance deflate has.
  case farMatches

  /// Makes `count` bytes of this kind: a stretch of an endless sample, begun elsewhere by each seed.
  public func bytes(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    switch self {
    case .run: return [UInt8](repeating: UInt8(truncatingIfNeeded: seed), count: count)
    case .lines: return Self.stretch(of: Self.endlessLines, count, seed)
    case .noise: return Self.stretch(of: Self.endlessNoise, count, seed)
    case .farMatches: return Self.stretch(of: Array(Self.endlessNoise.prefix(32768)), count, seed)
    case .mixture:
      let third = count / 3
      return Sample.lines.bytes(third, seed: seed) + Sample.noise.bytes(third, seed: seed)
        + Sample.lines.bytes(count - 2 * third, seed: seed + 1)
    }
  }

  private static func stretch(of endless: [UInt8], _ count: Int, _ seed: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    var start = Int(seed % 1000) * 97 % endless.count
    while bytes.count < count {
      bytes += endless[start..<min(endless.count, start + count - bytes.count)]
      start = 0
    }
    return bytes
  }

  /// Longer than the window of deflate and LZ4, so that going round gives no matches.
  private static let endlessSize = 200_000

  private static let endlessLines: [UInt8] = {
    var random = SeededGenerator(seed: 1)
    var bytes: [UInt8] = []
    let plans = ["Free", "Pro", "Team"]
    let cities = ["Berlin", "München", "Paris", "London", "São Paulo", "東京"]
    while bytes.count < endlessSize {
      let id = UInt32.random(in: 1..<100_000_000, using: &random)
      let plan = plans.randomElement(using: &random) ?? ""
      let city = cities.randomElement(using: &random) ?? ""
      let orders = Int.random(in: 0..<40, using: &random)
      bytes += Array(
        "\(id)\t\"plan\"=\"\(plan)\",\"city\"=\"\(city)\",\"orders\"=\"\(orders)\"\n".utf8)
    }
    return bytes
  }()

  private static let endlessNoise: [UInt8] = {
    var random = SeededGenerator(seed: 2)
    return (0..<endlessSize).map { _ in UInt8.random(in: 0...255, using: &random) }
  }()
}

/// The blocks one after another.
public func joined(_ blocks: [[UInt8]]) -> [UInt8] { blocks.reduce(into: []) { $0 += $1 } }
