import Foundation
import Testing

@testable import EBPFExtractor

@Suite struct CompileTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func compile(_ architecture: String, _ output: String) throws -> (status: Int32, message: String) {
        let process = Process()
        let messages = Pipe()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [
            "-c", #"exec "$0" "$(dirname "$(readlink -f "$(command -v swiftc)")")/clang" "$1" "$2""#,
            Self.root.appending(path: "bpf/compile").path, architecture, output,
        ]
        process.standardError = messages
        try process.run()
        let message = String(decoding: messages.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, message)
    }

    @Test(arguments: ["x86_64", "aarch64"])
    func objectCompiles(for architecture: String) throws {
        let output = FileManager.default.temporaryDirectory.appending(path: "trace-\(UUID().uuidString).o")
        defer { try? FileManager.default.removeItem(at: output) }
        let (status, message) = try compile(architecture, output.path)
        #expect(status == 0, "\(message)")
        let object = try [UInt8](Data(contentsOf: output))
        #expect(object.starts(with: [0x7f, 0x45, 0x4c, 0x46]))
        #expect(object[18] == 247)  // EM_BPF
    }

    @Test func otherArchitecturesAreRefused() throws {
        let (status, message) = try compile("riscv64", "/dev/null")
        #expect(status == 1)
        #expect(message.contains("riscv64"))
    }

    @Test func builtInObjectIsAnELFFile() {
        #expect(BPFObject.bytes().starts(with: [0x7f, 0x45, 0x4c, 0x46]))
    }
}
