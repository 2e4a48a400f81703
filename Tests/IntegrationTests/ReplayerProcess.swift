import ArchiveFormat
import Glibc
import PeerObserver
import TestSupport

/// The replayer, and archives for it.
enum Replayer {
    static func start(_ arguments: [String]) throws -> ChildProcess {
        try ChildProcess(Products.path("replayer"), arguments)
    }

    /// Starts it to publish on `server`.
    static func publishing(_ server: String, _ arguments: [String]) throws -> ChildProcess {
        try start(["-a", server, "--publish"] + arguments)
    }

    /// Runs it to its end: the events that it printed, what it told of itself, and its exit code.
    static func run(_ arguments: [String]) throws -> (events: [String], told: [String], code: Int32) {
        let process = try start(arguments)
        let code = process.wait()
        return (process.replayed, process.output.filter(\.isTold), code)
    }

    /// Writes an archive of these events.
    @discardableResult
    static func archive(
        _ events: [Event], _ name: String, in folder: TemporaryDirectory, level: Int = 3, seekable: Bool = false,
        blockSize: Int = 1 << 20, node: String? = nil
    ) throws -> String {
        var settings = ArchiveSettings()
        settings.level = level
        settings.seekable = seekable
        settings.blockSize = blockSize
        let path = "\(folder.path)/\(name)"
        let header = ArchiveHeader(created: 1_700_000_000, node: node, filters: [], version: 1)
        var writer = try ArchiveWriter(path: path, header: header, settings: settings)
        for event in events { try writer.append(event.encoded().span.bytes) }
        _ = try writer.close()
        return path
    }

    /// Cuts a file off.
    static func cut(_ path: String, to size: (Int) -> Int) throws {
        var status = stat()
        guard stat(path, &status) == 0, truncate(path, off_t(size(Int(status.st_size)))) == 0 else {
            throw TestError("cannot cut \(path): error \(errno)")
        }
    }

    static func write(_ bytes: [UInt8], _ name: String, in folder: TemporaryDirectory) throws -> String {
        let path = "\(folder.path)/\(name)"
        guard let file = fopen(path, "w") else { throw TestError("cannot write \(path): error \(errno)") }
        defer { fclose(file) }
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw TestError("cannot write \(path)") }
        return path
    }
}

extension Event {
    /// A ping with this nonce, at this time in milliseconds.
    static func ping(_ nonce: UInt64, at time: UInt64, node: String? = nil, peer: UInt64 = 7) -> Event {
        let meta = MessageMetadata(
            peerID: peer, addr: "198.51.100.1:50000", connType: .inbound, command: "ping", inbound: true, size: 8)
        return Event(
            payload: .ebpfExtractor(
                EBPFEvent(event: .message(MessageEvent(meta: meta, message: .ping(Ping(value: nonce)))))),
            timestamp: time, node: node, streamID: 1, sequence: nonce + 1)
    }
}

extension ChildProcess {
    /// What a replayer has printed of events.
    var replayed: [String] { output.filter { !$0.isTold } }
}

extension String {
    /// Whether it is a line that a program tells of itself.
    var isTold: Bool {
        hasPrefix("error: ") || [" INFO ", " WARN ", " ERROR ", " DEBUG "].contains { prefix(40).contains($0) }
    }

    /// The nonce of a printed ping.
    var nonce: UInt64? { firstMatch(of: /Ping\(([0-9]+)\)/).flatMap { UInt64($0.output.1) } }
}
