// swift-tools-version: 6.2
import PackageDescription

// The stages' microbenchmarks, a package of their own: who uses or builds Sluice gets none of this.
// `traits: []` leaves out the package's interposers, which replace malloc and the runtime's retain to count them
// and so slow down what is measured.
let package = Package(
  name: "Benchmarks",
  dependencies: [
    .package(name: "sluice", path: ".."),
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "Stages",
      dependencies: [
        .product(name: "SluiceStages", package: "sluice"),
        .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Stages", swiftSettings: [.strictMemorySafety()],
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
  ],
  swiftLanguageModes: [.v6]
)
