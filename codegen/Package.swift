// swift-tools-version: 6.2
import PackageDescription

// The protoc plugin that makes Sources/PeerObserver/Events/Generated. A package of its own, so that the daemons do not
// depend on swift-protobuf.
let package = Package(
    name: "codegen",
    products: [.executable(name: "protoc-gen-peerobserver", targets: ["ProtocGenPeerObserver"])],
    dependencies: [.package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0")],
    targets: [
        .executableTarget(
            name: "ProtocGenPeerObserver",
            dependencies: [.product(name: "SwiftProtobufPluginLibrary", package: "swift-protobuf")])
    ]
)
