// swift-tools-version: 6.2
import Foundation
import PackageDescription

// ISA-L is used where it is installed. SwiftPM remembers what a manifest came to:
// after installing or removing ISA-L, build once with `--manifest-cache none`.
let pkgConfigPath = Context.environment["PKG_CONFIG_PATH"] ?? ""
let signsOfISAL =
  ["/usr/include/isa-l.h", "/usr/local/include/isa-l.h"]
  + pkgConfigPath.split(separator: ":").map { "\($0)/libisal.pc" }
let isISALInstalled = signsOfISAL.contains { FileManager.default.fileExists(atPath: $0) }

let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

// Seen by the code and the tests that have an ISA-L side.
let isalDefine: [SwiftSetting] = [.define("ISAL", .when(traits: ["ISAL"]))]

// The program of scripts/fuzz, which can only be linked with libFuzzer and so is no part of other builds.
let fuzzing: [Target] =
  Context.environment["SLUICE_FUZZ"] == nil
  ? []
  : [
    .executableTarget(
      name: "SluiceFuzz", dependencies: ["SluiceProperties"], path: "Tests/Fuzz",
      swiftSettings: strict)
  ]

// Targets stand in the order in which data flows through them.
let package = Package(
  name: "sluice",
  products: [
    .library(name: "Sluice", targets: ["Sluice"]),
    // For the microbenchmarks, which stand in a package of their own. Nothing else may use it.
    .library(
      name: "SluiceStages",
      targets: [
        "AudienceManager", "CSluiceScan", "SluiceBytes", "SluiceCodecs", "SluiceInput",
        "SluiceMapping", "SluiceRecords",
      ]),
    .executable(name: "sluice", targets: ["SluiceCLI"]),
    .executable(name: "make-dump", targets: ["MakeDump"]),
  ],
  traits: [
    .trait(name: "ISAL", description: "Take checksums with Intel's ISA-L."),
    .default(enabledTraits: isISALInstalled ? ["ISAL"] : []),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .target(name: "SluiceBytes", swiftSettings: strict),
    .target(name: "AudienceManager", swiftSettings: strict),

    .target(name: "CSluiceScan"),

    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
    .systemLibrary(name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"])]),
    .target(
      name: "SluiceCodecs",
      dependencies: [
        "CSluiceScan", "SluiceBytes", "CZlib", "CLZ4",
        .target(name: "CISAL", condition: .when(traits: ["ISAL"])),
      ],
      swiftSettings: strict + isalDefine),
    .target(
      name: "SluiceInput", dependencies: ["SluiceBytes", "SluiceCodecs"], swiftSettings: strict),

    .target(
      name: "SluiceRecords",
      dependencies: [
        "AudienceManager", "CSluiceScan", "SluiceBytes",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict),
    .target(
      name: "SluiceMapping",
      dependencies: [
        "AudienceManager", "SluiceBytes", "SluiceRecords",
        .product(name: "Yams", package: "Yams"),
      ],
      exclude: ["mapping.schema.json"], swiftSettings: strict),

    .target(name: "CSluiceSystem"),
    .target(
      name: "SluiceParts",
      dependencies: [
        "AudienceManager", "CSluiceSystem", "SluiceBytes",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict),

    .target(
      name: "Sluice",
      dependencies: [
        "AudienceManager", "SluiceBytes", "SluiceCodecs", "SluiceInput", "SluiceMapping",
        "SluiceParts", "SluiceRecords",
      ],
      exclude: ["check-report.schema.json", "convert-report.schema.json"], swiftSettings: strict),
    .executableTarget(
      name: "SluiceCLI",
      dependencies: [
        "Sluice", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "MakeDump",
      dependencies: [.product(name: "ArgumentParser", package: "swift-argument-parser")],
      swiftSettings: strict),

    .target(name: "SluiceTestTools", path: "Tests/SluiceTestTools", swiftSettings: strict),
    .target(
      name: "SluiceProperties",
      dependencies: [
        "AudienceManager", "SluiceBytes", "SluiceCodecs", "SluiceRecords", "SluiceTestTools",
      ],
      path: "Tests/SluiceProperties", swiftSettings: strict),
    .testTarget(
      name: "AudienceManagerTests", dependencies: ["AudienceManager", "SluiceTestTools"],
      swiftSettings: strict),
    .testTarget(
      name: "SluiceCodecsTests", dependencies: ["SluiceBytes", "SluiceCodecs", "SluiceTestTools"],
      swiftSettings: strict + isalDefine),
    .testTarget(
      name: "SluiceInputTests",
      dependencies: ["SluiceBytes", "SluiceCodecs", "SluiceInput", "SluiceTestTools"],
      swiftSettings: strict),
    .testTarget(
      name: "SluiceRecordsTests",
      dependencies: [
        "AudienceManager", "CSluiceScan", "Sluice", "SluiceBytes", "SluiceProperties",
        "SluiceRecords", "SluiceTestTools",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "SluicePropertiesTests", dependencies: ["SluiceProperties", "SluiceTestTools"],
      swiftSettings: strict),
    .testTarget(
      name: "SluiceMappingTests",
      dependencies: ["AudienceManager", "SluiceMapping", "SluiceRecords", "SluiceTestTools"],
      swiftSettings: strict),
    .testTarget(
      name: "SluicePartsTests", dependencies: ["SluiceBytes", "SluiceParts", "SluiceTestTools"],
      swiftSettings: strict),
    .testTarget(
      name: "SluiceTests",
      dependencies: [
        "AudienceManager", "Sluice", "SluiceBytes", "SluiceInput", "SluiceParts",
        "SluiceProperties",
        "SluiceRecords", "SluiceTestTools",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "MakeDumpTests",
      dependencies: [
        "MakeDump", "SluiceTestTools",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "SluiceCLITests", dependencies: ["MakeDump", "SluiceCLI", "SluiceTestTools"],
      swiftSettings: strict),
  ] + fuzzing,
  swiftLanguageModes: [.v6]
)
