import ArchiveFormat
import Glibc
import PeerObserver
import TestSupport
import Testing

/// The real program, run to its end.
struct ArchiveProgram {
    let code: Int32
    /// Standard output, as it came.
    let output: [UInt8]
    /// Standard error.
    let errors: String

    var text: String { String(decoding: output, as: UTF8.self) }
    var lines: [String] { text.split(separator: "\n").map(String.init) }

    @discardableResult
    static func run(_ arguments: String..., code: Int32 = 0, _ location: SourceLocation = #_sourceLocation) throws
        -> Self
    {
        try run(arguments, code: code, location)
    }

    /// - Parameter code: how it should end.
    @discardableResult
    static func run(
        _ arguments: [String], code: Int32 = 0, _ location: SourceLocation = #_sourceLocation
    ) throws -> Self {
        let folder = try TemporaryDirectory()
        let process = try ChildProcess(
            "/bin/sh",
            ["-c", "out=$1 err=$2; shift 2; exec \"$0\" \"$@\" > \"$out\" 2> \"$err\" < /dev/null"]
                + [try builtProduct("archive"), "\(folder.path)/out", "\(folder.path)/err"] + arguments)
        let ended = process.wait()
        let result = Self(
            code: ended, output: try fileBytes("\(folder.path)/out"),
            errors: String(decoding: try fileBytes("\(folder.path)/err"), as: UTF8.self))
        #expect(ended == code, "\(result.errors)", sourceLocation: location)
        return result
    }
}

/// A folder with archives of numbered events.
struct ArchiveScene {
    let folder: TemporaryDirectory
    var path: String { folder.path }

    /// Of no run of an archiver, whose archives would be read one behind the other.
    static var header: ArchiveHeader {
        var header = Archives.header
        (header.runID, header.fileNumber) = (nil, nil)
        return header
    }

    init() throws { folder = try TemporaryDirectory() }

    /// Writes an archive and returns its path.
    @discardableResult
    func write(
        _ events: [[UInt8]], to name: String, _ settings: ArchiveSettings = Archives.settings(blockSize: 2000),
        header: ArchiveHeader = Self.header
    ) throws -> String {
        let target = "\(path)/\(name)"
        _ = try Archives.write(events, to: target, settings, header: header)
        return target
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// What an archive holds when decompressed, read by a reader that owes nothing to the writer but the format.
    static func content(_ path: String) throws -> [UInt8] {
        var reader = try ArchiveReader(path: path)
        _ = try reader.readHeader()
        let header = reader.encodedHeader
        var content = framed(try #require(header))
        while try reader.next() { content += framed(reader.event.withUnsafeBytes { [UInt8]($0) }) }
        return content
    }

    static func framed(_ message: [UInt8]) -> [UInt8] {
        var (bytes, length) = ([UInt8](), message.count)
        while length >= 0x80 {
            bytes.append(UInt8(length & 0x7F) | 0x80)
            length >>= 7
        }
        return bytes + [UInt8(length)] + message
    }
}
