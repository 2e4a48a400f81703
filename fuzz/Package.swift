// swift-tools-version: 6.2
import PackageDescription

// Each target is a libFuzzer program: libFuzzer brings `main`, so there is no entry point of Swift's.
let settings: [SwiftSetting] = [.swiftLanguageMode(.v6), .unsafeFlags(["-parse-as-library"])]
let checks = Target.Dependency.product(name: "FuzzChecks", package: "peer-observer")

let package = Package(
    name: "fuzz",
    dependencies: [.package(name: "peer-observer", path: "..")],
    targets: [
        .executableTarget(name: "P2PDecoderFuzz", dependencies: [checks], swiftSettings: settings),
        .executableTarget(name: "P2PStreamFuzz", dependencies: [checks], swiftSettings: settings),
        .executableTarget(name: "EventDecoderFuzz", dependencies: [checks], swiftSettings: settings),
        .executableTarget(name: "RecordingFuzz", dependencies: [checks], swiftSettings: settings),
        .executableTarget(name: "LogLineFuzz", dependencies: [checks], swiftSettings: settings),
        .executableTarget(name: "JSONReaderFuzz", dependencies: [checks], swiftSettings: settings),
        .executableTarget(name: "ArchiveReaderFuzz", dependencies: [checks], swiftSettings: settings),
    ]
)
