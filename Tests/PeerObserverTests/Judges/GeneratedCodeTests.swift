import Foundation
import Testing

@Suite struct GeneratedCodeTests {
    /// Builds the plugin where it is not built yet, which takes a minute.
    @Test(.enabled(if: Tool.protoc != nil, "needs the Debian package protobuf-compiler"))
    func isWhatTheProtoFilesSay() throws {
        try Tool.withFolder { folder in
            let script = Tool.repository.appending(path: "scripts/generate").path
            try Tool.run(script, [folder.path])
            let committed = Tool.repository.appending(path: "Sources/PeerObserver/Events/Generated")
            #expect(try Self.sources(folder) == Self.sources(committed), "run scripts/generate")
        }
    }

    private static func sources(_ folder: URL) throws -> [String: String] {
        var sources: [String: String] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasSuffix(".swift") {
            sources[name] = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        }
        return sources
    }
}
