import Foundation
import FuzzChecks
import PeerObserver
import Testing

/// Inputs that once made a fuzz target fail, and the committed corpus, hold now.
struct FuzzCrashTests {
    private static let fuzz = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "fuzz")

    private static func files(_ folder: String) -> [URL] {
        let found = try? FileManager.default.contentsOfDirectory(
            at: fuzz.appending(path: folder), includingPropertiesForKeys: nil)
        return (found ?? []).sorted { $0.path < $1.path }
    }

    @Test(arguments: FuzzTarget.allCases)
    func everyKeptInputHolds(_ target: FuzzTarget) throws {
        let corpus = Self.files("corpus/\(target.rawValue)")
        #expect(!corpus.isEmpty, "no corpus for \(target)")
        for file in corpus + Self.files("crashes/\(target.rawValue)") {
            let input = [UInt8](try Data(contentsOf: file))
            #expect(throws: Never.self, "\(file.path)") { try input.withUnsafeBytes { try target.check($0) } }
        }
    }

    @Test func everyMessageTypeIsFuzzed() {
        #expect(fuzzedCommands.sorted() == MessageTable.commands)
        for command in fuzzedCommands {
            #expect(
                Self.files("corpus/P2PDecoderFuzz").contains { $0.lastPathComponent.hasPrefix("\(command)-") },
                "\(command)")
        }
    }
}
