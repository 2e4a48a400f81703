import Dispatch
import Glibc
import PeerObserver
import Synchronization
import TestSupport

@testable import ConnectivityCheck

/// A listener on the loopback that does with each connection what a test wants.
final class Stranger: Sendable {
    let port: Int
    private let listening: Int32
    private let state = Mutex((connections: 0, isStopped: false))

    /// - Parameter behave: What is done with a connection, on a thread of its own; the connection is closed after it.
    init(_ behave: @escaping @Sendable (Int32) -> Void) throws {
        (listening, port) = try LoopbackSocket.listen()
        DispatchQueue(label: "stranger").async { [self] in
            while let connection = LoopbackSocket.accept(from: listening) {
                state.withLock { $0.connections += 1 }
                DispatchQueue(label: "stranger's connection").async {
                    behave(connection)
                    close(connection)
                }
            }
            close(listening)
        }
    }

    var connections: Int { state.withLock { $0.connections } }

    func target(_ network: Target.Network = .ipv4) -> Target {
        Target(network: network, bytes: [127, 0, 0, 1], port: UInt16(port))
    }

    /// Once only: afterwards the number of the descriptor may be that of another test's connection.
    func stop() {
        state.withLock { state in
            guard !state.isStopped else { return }
            state.isStopped = true
            shutdown(listening, Int32(SHUT_RDWR))
        }
    }

    /// Reads until the other side closes.
    static func drain(_ connection: Int32) { while !LoopbackSocket.receive(from: connection).isEmpty {} }

    /// As a node does: waits for the version and sends its own.
    static func honest(_ connection: Int32) {
        guard !LoopbackSocket.receive(from: connection).isEmpty else { return }
        LoopbackSocket.send(Sample.versionFrame() + Sample.frame("verack"), to: connection)
        drain(connection)
    }

    static func hang(_ connection: Int32) { drain(connection) }

    static func hangUp(_ connection: Int32) { _ = LoopbackSocket.receive(from: connection) }

    static func echo(_ connection: Int32) {
        while case let bytes = LoopbackSocket.receive(from: connection), !bytes.isEmpty {
            LoopbackSocket.send(bytes, to: connection)
        }
    }

    /// A byte every 20 ms.
    static func trickle(_ bytes: [UInt8]) -> @Sendable (Int32) -> Void {
        { connection in
            let pause = DispatchSemaphore(value: 0)
            for byte in bytes {
                guard LoopbackSocket.send([byte], to: connection) else { return }
                _ = pause.wait(timeout: .now() + 0.02)
            }
            drain(connection)
        }
    }

    static func say(_ bytes: [UInt8]) -> @Sendable (Int32) -> Void {
        { connection in
            LoopbackSocket.send(bytes, to: connection)
            drain(connection)
        }
    }

    /// Sends without end, as fast as it is read.
    static func flood(_ start: [UInt8]) -> @Sendable (Int32) -> Void {
        { connection in
            LoopbackSocket.send(start, to: connection)
            let zeros = [UInt8](repeating: 0, count: 1 << 16)
            while LoopbackSocket.send(zeros, to: connection) {}
        }
    }
}

/// A SOCKS5 proxy that connects to loopback ports by name, and tells what it was asked for.
final class SOCKSServer: Sendable {
    struct Request: Equatable {
        let type: UInt8
        let address: [UInt8]
        let port: Int
    }

    private let names: [String: Int]
    private let asked = Mutex<[Request]>([])
    private let listener = Slot<Stranger?>(nil)

    /// - Parameters:
    ///   - names: The loopback ports behind names; all else cannot be reached.
    ///   - piece: Bytes that an answer is cut into.
    init(_ names: [String: Int], piece: Int = 1000) throws {
        self.names = names
        listener.value = try Stranger { [weak self] in self?.serve($0, piece) }
    }

    deinit { listener.value?.stop() }

    var port: Int { listener.value?.port ?? 0 }
    var requests: [Request] { asked.withLock { $0 } }

    private func serve(_ connection: Int32, _ piece: Int) {
        func send(_ bytes: [UInt8]) {
            let pause = DispatchSemaphore(value: 0)
            for start in stride(from: 0, to: bytes.count, by: piece) {
                LoopbackSocket.send(bytes[start..<min(bytes.count, start + piece)], to: connection)
                if piece < bytes.count { _ = pause.wait(timeout: .now() + 0.002) }
            }
        }
        guard Self.read(3, connection) == [5, 1, 0] else { return }
        send([5, 0])
        let head = Self.read(4, connection)
        guard head.prefix(3) == [5, 1, 0] else { return }
        let count = head[3] == 1 ? 4 : head[3] == 4 ? 16 : Int(Self.read(1, connection).first ?? 0)
        let (address, port) = (Self.read(count, connection), Self.read(2, connection))
        guard port.count == 2 else { return }
        asked.withLock { $0.append(Request(type: head[3], address: address, port: Int(port[0]) << 8 | Int(port[1]))) }
        let key = head[3] == 3 ? String(decoding: address, as: UTF8.self) : Hex.encode(address)
        guard let target = names[key], let onward = try? LoopbackSocket.connect(port: target) else {
            return send([5, 4, 0, 1, 0, 0, 0, 0, 0, 0])
        }
        send([5, 0, 0, 3, 5] + Array("bound".utf8) + [0, 1])
        let done = DispatchGroup()
        for (from, to) in [(connection, onward), (onward, connection)] {
            DispatchQueue(label: "proxy pump").async(group: done) {
                while case let bytes = LoopbackSocket.receive(from: from), !bytes.isEmpty {
                    LoopbackSocket.send(bytes, to: to)
                }
                shutdown(from, Int32(SHUT_RDWR))
                shutdown(to, Int32(SHUT_RDWR))
            }
        }
        done.wait()
        close(onward)
    }

    private static func read(_ count: Int, _ connection: Int32) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let piece = LoopbackSocket.receive(from: connection, atMost: count - bytes.count)
            guard !piece.isEmpty else { return bytes }
            bytes += piece
        }
        return bytes
    }
}
