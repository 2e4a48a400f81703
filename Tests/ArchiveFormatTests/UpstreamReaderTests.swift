import ArchiveFormat
import Foundation
import PeerObserver
import TestSupport
import Testing

/// A reader of upstream's kind, in Python and from other libraries, must get the same bytes.
@Suite struct UpstreamReaderTests {
    private static let python = "/usr/bin/python3"
    private static let isThere =
        isExecutable("/usr/bin/protoc") && isExecutable(python)
        && (try? ChildProcess(python, ["-c", "import google.protobuf, zstandard"]).wait()) == 0
    private static let needs: Comment =
        "needs the Debian packages protobuf-compiler, python3-protobuf and python3-zstandard"

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()

    private static func judge(_ path: String, in directory: TemporaryDirectory) throws -> [String] {
        let proto = folder.deletingLastPathComponent().deletingLastPathComponent().appending(path: "proto").path
        let descriptors = "\(directory.path)/descriptors"
        let compile = try ChildProcess(
            "/usr/bin/protoc",
            [
                "-I\(proto)", "--include_imports", "-o", descriptors, "\(proto)/event.proto",
                "\(proto)/archive/header.proto",
            ])
        #expect(compile.wait() == 0, "\(compile.output)")
        let output = "\(directory.path)/output"
        let reader = try ChildProcess(
            "/bin/sh",
            ["-c", "exec \(python) \(folder.path)/judge.py \(descriptors) \(path) > \(output)"])
        let code = reader.wait()
        guard code == 0 else { throw TestError("exit code \(code): \(reader.output)") }
        return try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    @Test(.enabled(if: isThere, needs), arguments: [0, 3, 9])
    func getsEveryByte(level: Int) throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/a\(ArchiveName.ending(level: level))"
        _ = try Archives.write(Archives.events, to: path, Archives.settings(level: level, blockSize: 3000))
        let lines = try Self.judge(path, in: directory)
        #expect(lines.first == "created 1700000000")
        #expect(Array(lines.dropFirst()) == Archives.events.map { Hex.encode($0) })
    }

    @Test(.enabled(if: isThere, needs))
    func getsWhatWasRecovered() throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/a.bin.zst"
        let bytes = try Archives.bytes(Archives.events, Archives.settings(), blockEvents: 10)
        try writeFile(Array(bytes[..<(bytes.count / 10)]), to: path + ".partial")
        let result = try ArchiveRecovery.recover(path + ".partial", as: path)
        let lines = try Self.judge(path, in: directory)
        #expect(lines.count == Int(result.archive.summary.events) + 1)
        #expect(lines.count > 10)
        #expect(Array(lines.dropFirst()) == Archives.events.prefix(lines.count - 1).map { Hex.encode($0) })
    }
}
