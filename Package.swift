// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
    .enableExperimentalFeature("Lifetimes"),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioWebSocket = Target.Dependency.product(name: "NIOWebSocket", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let toml = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")

let package = Package(
    name: "peer-observer",
    products: [
        .library(name: "PeerObserver", targets: ["PeerObserver"]),
        .library(name: "FuzzChecks", targets: ["FuzzChecks"]),
        .executable(name: "ebpf-extractor", targets: ["EBPFExtractor"]),
        .executable(name: "rpc-extractor", targets: ["RPCExtractor"]),
        .executable(name: "p2p-extractor", targets: ["P2PExtractor"]),
        .executable(name: "log-extractor", targets: ["LogExtractor"]),
        .executable(name: "logger", targets: ["LoggerTool"]),
        .executable(name: "metrics", targets: ["MetricsTool"]),
        .executable(name: "websocket", targets: ["WebSocketTool"]),
        .executable(name: "connectivity-check", targets: ["ConnectivityCheck"]),
        .executable(name: "alerts", targets: ["Alerts"]),
        .executable(name: "archiver", targets: ["Archiver"]),
        .executable(name: "replayer", targets: ["Replayer"]),
        .executable(name: "archive", targets: ["ArchiveTool"]),
        .executable(name: "demo-node", targets: ["DemoNode"]),
        .executable(name: "peer-observer", targets: ["PeerObserverCommand"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    ],
    targets: [
        // Shared modules
        .target(name: "PeerObserver", dependencies: ["CDigits", crypto], swiftSettings: settings),
        .target(
            name: "Daemon",
            dependencies: [
                "PeerObserver", "CNATS", "CZlib", argumentParser, crypto, lifecycle, logging, nioCore, nioHTTP1,
                nioPosix,
            ],
            swiftSettings: settings),

        // C borders
        .systemLibrary(name: "CNATS", pkgConfig: "libnats", providers: [.apt(["libnats-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CProcess"),
        .target(name: "CDigits"),
        .target(name: "CTraceEvents"),
        .target(
            name: "CLibbpf", dependencies: ["CTraceEvents"],
            linkerSettings: [.linkedLibrary("bpf"), .linkedLibrary("elf"), .linkedLibrary("z")]),
        .target(name: "CTracepoints"),
        .target(name: "TraceRecording", dependencies: ["CTraceEvents"], swiftSettings: settings),
        .target(name: "DebugLog", dependencies: ["PeerObserver"], swiftSettings: settings),
        .target(name: "ArchiveFormat", dependencies: ["PeerObserver", "CZstd"], swiftSettings: settings),
        .target(name: "EventOutput", dependencies: ["PeerObserver", argumentParser], swiftSettings: settings),
        .plugin(name: "CompileBPF", capability: .buildTool()),
        .plugin(name: "EmbedPages", capability: .buildTool()),

        // Daemons
        .executableTarget(
            name: "EBPFExtractor",
            dependencies: [
                "PeerObserver", "Daemon", "CLibbpf", "CTraceEvents", "TraceRecording", argumentParser, logging,
            ],
            swiftSettings: settings, plugins: ["CompileBPF"]),
        .executableTarget(
            name: "RPCExtractor", dependencies: ["PeerObserver", "Daemon", "CCurl", argumentParser, logging],
            swiftSettings: settings),
        .executableTarget(
            name: "P2PExtractor",
            dependencies: ["PeerObserver", "Daemon", argumentParser, crypto, logging, nioCore, nioPosix],
            swiftSettings: settings),
        .executableTarget(
            name: "LogExtractor",
            dependencies: ["PeerObserver", "Daemon", "DebugLog", "CZstd", "CZlib", argumentParser, logging],
            swiftSettings: settings),
        .executableTarget(
            name: "LoggerTool", dependencies: ["PeerObserver", "Daemon", "EventOutput", argumentParser, logging],
            swiftSettings: settings),
        .executableTarget(
            name: "MetricsTool", dependencies: ["PeerObserver", "Daemon", argumentParser, logging],
            swiftSettings: settings),
        .executableTarget(
            name: "WebSocketTool",
            dependencies: [
                "PeerObserver", "Daemon", argumentParser, logging, nioCore, nioHTTP1, nioWebSocket, nioSSL,
            ],
            exclude: ["www", "embed-pages"], swiftSettings: settings, plugins: ["EmbedPages"]),
        .executableTarget(
            name: "ConnectivityCheck",
            dependencies: ["PeerObserver", "Daemon", argumentParser, logging, nioCore, nioPosix],
            swiftSettings: settings),
        .executableTarget(
            name: "Alerts",
            dependencies: ["PeerObserver", "Daemon", "CCurl", "CProcess", argumentParser, crypto, logging],
            swiftSettings: settings),
        .executableTarget(
            name: "Archiver", dependencies: ["PeerObserver", "Daemon", "ArchiveFormat", argumentParser, logging],
            swiftSettings: settings),
        .executableTarget(
            name: "Replayer",
            dependencies: ["PeerObserver", "Daemon", "ArchiveFormat", "EventOutput", argumentParser, logging],
            swiftSettings: settings),
        .executableTarget(
            name: "ArchiveTool",
            dependencies: ["PeerObserver", "Daemon", "ArchiveFormat", "EventOutput", argumentParser],
            swiftSettings: settings),
        .executableTarget(
            name: "DemoNode",
            dependencies: [
                "PeerObserver", "CTracepoints", "CTraceEvents", "TraceRecording", argumentParser, nioCore, nioHTTP1,
                nioPosix,
            ], swiftSettings: settings),
        .executableTarget(
            name: "PeerObserverCommand",
            dependencies: [
                "PeerObserver", "Daemon", "EventOutput", "CProcess", "CLibbpf", "CTraceEvents", argumentParser, logging,
                toml,
            ],
            swiftSettings: settings),

        // Tests
        .target(
            name: "FuzzChecks", dependencies: ["PeerObserver", "TraceRecording", "DebugLog", "ArchiveFormat"],
            path: "fuzz/Checks",
            swiftSettings: settings),
        .target(
            name: "TestSupport", dependencies: ["PeerObserver", "Daemon", "ArchiveFormat"], path: "Tests/TestSupport",
            swiftSettings: settings),
        .testTarget(
            name: "PeerObserverTests", dependencies: ["PeerObserver", "FuzzChecks", "TestSupport", crypto],
            resources: [.copy("Fixtures")], swiftSettings: settings),
        .executableTarget(
            name: "daemon-fixture", dependencies: ["Daemon", argumentParser, logging], path: "Tests/DaemonFixture",
            swiftSettings: settings),
        .executableTarget(
            name: "probe-fixture", dependencies: ["CTracepoints"], path: "Tests/ProbeFixture", swiftSettings: settings),
        .executableTarget(name: "places-fixture", path: "Tests/PlacesFixture"),
        .testTarget(
            name: "DaemonTests", dependencies: ["Daemon", "TestSupport", "daemon-fixture", argumentParser, logging],
            swiftSettings: settings),
        .testTarget(
            name: "EBPFExtractorTests",
            dependencies: [
                "EBPFExtractor", "PeerObserver", "Daemon", "CLibbpf", "CTraceEvents", "CTracepoints", "TraceRecording",
                "TestSupport", "places-fixture", argumentParser,
            ], swiftSettings: settings),
        .testTarget(
            name: "TraceRecordingTests", dependencies: ["TraceRecording", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "RPCExtractorTests",
            dependencies: ["RPCExtractor", "PeerObserver", "Daemon", "TestSupport", argumentParser, logging],
            exclude: ["Fixtures"], swiftSettings: settings),
        .testTarget(
            name: "P2PExtractorTests",
            dependencies: ["P2PExtractor", "PeerObserver", "Daemon", "TestSupport", argumentParser, logging],
            swiftSettings: settings),
        .testTarget(
            name: "LogExtractorTests",
            dependencies: ["LogExtractor", "DebugLog", "PeerObserver", "Daemon", "TestSupport", argumentParser],
            swiftSettings: settings),
        .testTarget(
            name: "DebugLogTests", dependencies: ["DebugLog", "PeerObserver", "TestSupport"],
            exclude: ["Fixtures", "judge.py"], swiftSettings: settings),
        .executableTarget(
            name: "archive-fixture", dependencies: ["ArchiveFormat", "PeerObserver"], path: "Tests/ArchiveFixture",
            swiftSettings: settings),
        .testTarget(
            name: "ArchiveFormatTests",
            dependencies: ["ArchiveFormat", "PeerObserver", "CZstd", "TestSupport", "archive-fixture"],
            exclude: ["judge.py"], swiftSettings: settings),
        .testTarget(
            name: "ArchiverTests",
            dependencies: [
                "Archiver", "ArchiveFormat", "PeerObserver", "Daemon", "TestSupport", argumentParser, logging,
            ], swiftSettings: settings),
        .testTarget(
            name: "ReplayerTests",
            dependencies: [
                "Replayer", "ArchiveFormat", "EventOutput", "PeerObserver", "Daemon", "TestSupport", argumentParser,
                logging,
            ], swiftSettings: settings),
        .testTarget(
            name: "EventOutputTests", dependencies: ["EventOutput", "PeerObserver", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "ArchiveToolTests",
            dependencies: ["ArchiveTool", "ArchiveFormat", "PeerObserver", "TestSupport", argumentParser],
            exclude: ["parquet_rows.py"], swiftSettings: settings),
        .executableTarget(
            name: "debug-log-bench", dependencies: ["DebugLog", "PeerObserver"], path: "Tests/DebugLogBench",
            swiftSettings: settings),
        .testTarget(
            name: "LoggerToolTests",
            dependencies: ["LoggerTool", "EventOutput", "PeerObserver", "Daemon", "TestSupport", argumentParser],
            exclude: ["Fixtures"], swiftSettings: settings),
        .testTarget(
            name: "MetricsToolTests",
            dependencies: [
                "MetricsTool", "RPCExtractor", "DebugLog", "PeerObserver", "Daemon", "TestSupport", argumentParser,
                logging,
            ],
            exclude: ["Fixtures"], swiftSettings: settings),
        .testTarget(
            name: "WebSocketToolTests",
            dependencies: [
                "WebSocketTool", "PeerObserver", "Daemon", "TestSupport", argumentParser, logging, nioCore, nioHTTP1,
            ],
            exclude: ["Fixtures"], swiftSettings: settings),
        .testTarget(
            name: "ConnectivityCheckTests",
            dependencies: [
                "ConnectivityCheck", "PeerObserver", "Daemon", "TestSupport", argumentParser, logging, nioCore,
                nioPosix,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "AlertsTests",
            dependencies: [
                "Alerts", "PeerObserver", "Daemon", "ArchiveFormat", "TestSupport", "ScenarioFixture", argumentParser,
                logging,
            ],
            exclude: ["Fixtures"], swiftSettings: settings),
        .testTarget(
            name: "DemoNodeTests",
            dependencies: ["DemoNode", "PeerObserver", "CTraceEvents", "TraceRecording", argumentParser],
            swiftSettings: settings),
        // Other tests may depend on it: a plain target could not look into executables where they are built for release.
        .testTarget(
            name: "ScenarioFixture",
            dependencies: ["DemoNode", "EBPFExtractor", "RPCExtractor", "DebugLog", "PeerObserver"],
            swiftSettings: settings),
        .testTarget(
            name: "PeerObserverCommandTests",
            dependencies: [
                "PeerObserverCommand", "PeerObserver", "Daemon", "CProcess", "TestSupport", argumentParser, logging,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "IntegrationTests",
            dependencies: [
                "PeerObserver", "Daemon", "TestSupport", "PeerObserverCommand", "EBPFExtractor", "RPCExtractor",
                "P2PExtractor",
                "LogExtractor", "LoggerTool", "MetricsTool", "WebSocketTool", "ConnectivityCheck", "Archiver", "Alerts",
                "Replayer", "ArchiveTool", "ArchiveFormat", "DemoNode", "CLibbpf", "probe-fixture", logging,
            ],
            swiftSettings: settings),
    ]
)
