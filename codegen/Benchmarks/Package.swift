// swift-tools-version: 6.2
import PackageDescription

// Our codec against swift-protobuf, on the same event. A package of its own, so that building the plugin stays quick.
let package = Package(
    name: "benchmarks",
    dependencies: [
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(name: "peer-observer", path: "../.."),
    ],
    targets: [
        // protoc-gen-swift's output, made by ../benchmark and not committed.
        .target(
            name: "SwiftProtobufTypes", dependencies: [.product(name: "SwiftProtobuf", package: "swift-protobuf")],
            exclude: [".gitignore"]),
        .executableTarget(
            name: "CodecBenchmark",
            dependencies: [
                "SwiftProtobufTypes",
                .product(name: "PeerObserver", package: "peer-observer"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ]),
    ]
)
