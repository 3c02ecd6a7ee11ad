// The program: every stage by itself, on one core, on a megabyte of text that make-dump made.
//
// An iteration is a stage's work on that megabyte (a million bytes and what is left of the last record), so
// the throughput that is printed is MB/s of the stage's input. The sniffer's is heads of 64 KiB a second. Where
// something else knows the answer (scan, judge, parse, inflate, transcode), it is compared before the stage is
// timed; the other stages' answers are for the tests to judge.

import Benchmark

let benchmarks: @Sendable () -> Void = {
  unsafe Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .throughput, .instructions], warmupIterations: 3,
    maxDuration: .seconds(1), maxIterations: 100_000)
  addReading()
  addMapping()
  addChecking()
  addCodecs()
  addInput()
}

/// A stage's work on its sample: what it did as a number, always the same.
typealias StageWork = () throws -> Int

/// A stage whose answer is wrong, which has no speed.
struct WrongAnswer: Error, CustomStringConvertible {
  let description: String
}

/// Adds a benchmark.
/// - Parameters:
///   - expected: what the work must come to; nil when nothing else knows.
///   - make: makes the sample and the work on it; not timed.
func add(
  _ name: String, expecting expected: @escaping () throws -> Int? = { nil },
  _ make: @escaping () throws -> StageWork
) {
  Benchmark(name) { (benchmark: Benchmark, work: StageWork) in
    blackHole(try work())
  } setup: { () -> StageWork in
    let work = try make()
    let found = try work()
    if let expected = try expected(), found != expected {
      throw WrongAnswer(description: "\(name): \(found), not \(expected)")
    }
    return work
  }
}
