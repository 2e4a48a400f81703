import Dispatch
import Glibc
import Synchronization

/// A NATS subscriber that owes nothing to the code under test: plain protocol over a socket.
public final class PlainSubscriber: Sendable {
    private struct State {
        var pongs = 0
        var descriptor: Int32 = -1
        var ended = true
    }

    private let subjects: [String]
    private let receive: @Sendable (_ subject: ArraySlice<UInt8>, _ payload: ArraySlice<UInt8>) -> Void
    private let state = Mutex(State())
    private let changed = DispatchSemaphore(value: 0)

    /// `receive` gets every message, on a thread of the subscriber's.
    public init(
        subjects: [String],
        receive: @escaping @Sendable (_ subject: ArraySlice<UInt8>, _ payload: ArraySlice<UInt8>) -> Void
    ) {
        self.subjects = subjects
        self.receive = receive
    }

    /// Connects to the server on `port` and subscribes; returns when the server has confirmed it.
    public func connect(port: Int) throws {
        let descriptor = try LoopbackSocket.connect(port: port)
        state.withLock { state in
            state.descriptor = descriptor
            state.ended = false
        }
        DispatchQueue(label: "subscriber").async { [self] in
            read(descriptor)
            close(descriptor)
            state.withLock { $0.ended = true }
            changed.signal()
        }
        let subscriptions = subjects.enumerated().map { "SUB \($1) \($0 + 1)\r\n" }.joined()
        LoopbackSocket.send("CONNECT {\"verbose\":false}\r\n\(subscriptions)".utf8, to: descriptor)
        try barrier()
    }

    /// Returns when everything that the server has queued for this subscriber has arrived.
    public func barrier() throws {
        let (descriptor, before) = state.withLock { ($0.descriptor, $0.pongs) }
        LoopbackSocket.send("PING\r\n".utf8, to: descriptor)
        while state.withLock({ $0.pongs == before && !$0.ended }) { changed.wait() }
        guard state.withLock({ $0.pongs > before }) else { throw TestError("the server has ended the subscription") }
    }

    /// Returns when the server has ended the connection and everything that was on the way has been read.
    public func waitForEnd() {
        while state.withLock({ !$0.ended }) { changed.wait() }
    }

    public func stop() {
        state.withLock { state in
            if !state.ended { shutdown(state.descriptor, Int32(SHUT_RDWR)) }
        }
        waitForEnd()
    }

    private func read(_ descriptor: Int32) {
        var pending: [UInt8] = []
        while true {
            let bytes = LoopbackSocket.receive(from: descriptor)
            guard !bytes.isEmpty else { return }
            pending.append(contentsOf: bytes)
            var start = 0
            while let end = pending[start...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = pending[start..<end]
                guard line.starts(with: "MSG ".utf8) else {
                    control(line, descriptor)
                    start = end + 1
                    continue
                }
                let fields = line.dropLast().split(separator: UInt8(ascii: " "))
                let size = Int(String(decoding: fields[fields.count - 1], as: UTF8.self)) ?? 0
                guard pending.count >= end + 1 + size + 2 else { break }
                receive(fields[1], pending[(end + 1)..<(end + 1 + size)])
                start = end + 1 + size + 2
            }
            pending.removeFirst(start)
        }
    }

    private func control(_ line: ArraySlice<UInt8>, _ descriptor: Int32) {
        if line.starts(with: "PING".utf8) { LoopbackSocket.send("PONG\r\n".utf8, to: descriptor) }
        guard line.starts(with: "PONG".utf8) else { return }
        state.withLock { $0.pongs += 1 }
        changed.signal()
    }
}
