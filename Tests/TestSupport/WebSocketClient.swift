import Glibc

/// A websocket client without manners: it sends what a test gives it, and reads only when asked.
public final class WebSocketClient {
    public struct Frame: Sendable, Equatable {
        public let opcode: UInt8
        public let payload: [UInt8]

        public var text: String { String(decoding: payload, as: UTF8.self) }
        /// Of a close frame.
        public var closeCode: Int? {
            opcode == 8 && payload.count >= 2 ? Int(payload[0]) << 8 | Int(payload[1]) : nil
        }
    }

    private let descriptor: Int32
    private var received: [UInt8] = []
    /// How much of that has been taken.
    private var taken = 0
    /// The head of the answer to the handshake.
    public private(set) var head = ""

    /// Connects and sends a handshake; `receiveBuffer` keeps the kernel from taking much for a client that does not read.
    public init(port: Int, path: String = "/", headers: [String] = [], receiveBuffer: Int32? = nil) throws {
        descriptor = try LoopbackSocket.connect(port: port)
        if var size = receiveBuffer { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, 4) }
        let lines = [
            "GET \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Connection: Upgrade", "Upgrade: websocket",
            "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        ]
        LoopbackSocket.send((lines + headers + ["", ""]).joined(separator: "\r\n").utf8, to: descriptor)
        let end = Array("\r\n\r\n".utf8)
        while true {
            if let start = received.indices.first(where: { received[$0...].starts(with: end) }) {
                head = String(decoding: received[..<start], as: UTF8.self)
                received.removeFirst(start + end.count)
                return
            }
            guard try more(.seconds(20)) else { throw TestError("no answer to the handshake") }
        }
    }

    deinit { close(descriptor) }

    public var isOpen: Bool { head.hasPrefix("HTTP/1.1 101") }

    public func send(_ text: String) { send(opcode: 1, Array(text.utf8)) }

    /// Sends a frame, masked as a client's have to be.
    public func send(opcode: UInt8, _ payload: [UInt8], final: Bool = true, masked: Bool = true) {
        let mask: [UInt8] = masked ? [1, 2, 3, 4] : []
        var frame = [opcode | (final ? 0x80 : 0)]
        let bit: UInt8 = masked ? 0x80 : 0
        switch payload.count {
        case ..<126: frame.append(bit | UInt8(payload.count))
        case ..<65536: frame += [bit | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
        default: frame += [bit | 127] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
        }
        frame += mask
        frame += masked ? payload.enumerated().map { $0.element ^ mask[$0.offset & 3] } : payload
        send(raw: frame)
    }

    @discardableResult
    public func send(raw bytes: [UInt8]) -> Bool { LoopbackSocket.send(bytes, to: descriptor) }

    /// The next frame; nil at the end of the connection. Throws where nothing comes in time.
    public func next(within timeout: Duration = .seconds(20)) throws -> Frame? {
        while true {
            if let frame = takeFrame() { return frame }
            guard try more(timeout) else { return nil }
        }
    }

    /// The next text.
    public func nextText(within timeout: Duration = .seconds(20)) throws -> String {
        while let frame = try next(within: timeout) { if frame.opcode == 1 { return frame.text } }
        throw TestError("the connection has ended")
    }

    /// Texts that hold `part`, once there are `count` of them.
    public func texts(_ count: Int, containing part: String, within timeout: Duration = .seconds(20)) throws -> [String]
    {
        var texts: [String] = []
        while texts.count < count {
            guard let frame = try next(within: timeout) else {
                throw TestError("the connection ended after \(texts.count) texts with \(part)")
            }
            if frame.opcode == 1, frame.text.contains(part) { texts.append(frame.text) }
        }
        return texts
    }

    /// The code with which the server closes; nil where it just ends the connection.
    public func closeCode(within timeout: Duration = .seconds(20)) throws -> Int? {
        while let frame = try next(within: timeout) {
            if frame.opcode == 8 { return frame.closeCode }
        }
        return nil
    }

    private func takeFrame() -> Frame? {
        let left = received[taken...]
        guard left.count >= 2 else { return nil }
        var (length, head) = (Int(left[taken + 1] & 0x7f), 2)
        if length >= 126 {
            head = length == 126 ? 4 : 10
            guard left.count >= head else { return nil }
            length = left[taken + 2..<taken + head].reduce(0) { $0 << 8 | Int($1) }
        }
        guard left.count >= head + length else { return nil }
        let frame = Frame(opcode: left[taken] & 15, payload: Array(left[(taken + head)...].prefix(length)))
        taken += head + length
        return frame
    }

    /// False at the end of the connection.
    private func more(_ timeout: Duration) throws -> Bool {
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&watched, 1, Int32(timeout.inSeconds * 1000)) > 0 else {
            throw TestError("nothing came within \(timeout)")
        }
        let bytes = LoopbackSocket.receive(from: descriptor)
        received.removeFirst(taken)
        taken = 0
        received += bytes
        return !bytes.isEmpty
    }
}
