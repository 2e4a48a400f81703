import NIOCore
import NIOHTTP1
import PeerObserver

/// Answers the requests of one connection.
final class RPCConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private static let longestRequest = 1 << 20

    private let answers: RPCAnswers
    /// `user:password`; nil lets everybody in.
    private let credentials: String?
    /// Milliseconds by method.
    private let delays: [String: Int64]
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(answers: RPCAnswers, credentials: String?, delays: [String: Int64]) {
        self.answers = answers
        self.credentials = credentials
        self.delays = delays
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
        case .body(let buffer):
            body += Array(buffer.readableBytesView)
            if body.count > Self.longestRequest { context.close(promise: nil) }
        case .end:
            guard let head else { return }
            self.head = nil
            answer(head, context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        guard isAuthorized(head) else { return send(.unauthorized, [], head, context) }
        guard let (method, parameters) = try? Self.request(body) else { return send(.badRequest, [], head, context) }
        var writer = ByteWriter(capacity: 1 << 10)
        var found = HTTPResponseStatus.ok
        writer.text("{\"result\":")
        if let result = answers.result(
            method, parameters: parameters, now: Int64(Clock.unixNanoseconds() / 1_000_000_000))
        {
            result.write(to: &writer)
            writer.text(",\"error\":null,\"id\":\"peer-observer\"}\n")
        } else {
            writer.text("null,\"error\":{\"code\":-32601,\"message\":\"Method not found\"},\"id\":\"peer-observer\"}\n")
            found = .notFound
        }
        let (bytes, status) = (writer.array, found)
        guard let delay = delays[method] else { return send(status, bytes, head, context) }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: .milliseconds(delay)) {
            let (connection, context) = bound.value
            connection.send(status, bytes, head, context)
        }
    }

    private func send(
        _ status: HTTPResponseStatus, _ bytes: [UInt8], _ head: HTTPRequestHead, _ context: ChannelHandlerContext
    ) {
        var headers = HTTPHeaders([("content-type", "application/json"), ("content-length", "\(bytes.count)")])
        if status == .unauthorized { headers.add(name: "www-authenticate", value: "Basic realm=\"jsonrpc\"") }
        if !head.isKeepAlive { headers.add(name: "connection", value: "close") }
        context.write(
            wrapOutboundOut(.head(HTTPResponseHead(version: head.version, status: status, headers: headers))),
            promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes)))), promise: nil)
        let (keepsAlive, bound) = (head.isKeepAlive, NIOLoopBound(context, eventLoop: context.eventLoop))
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
            if !keepsAlive { bound.value.close(promise: nil) }
        }
    }

    private func isAuthorized(_ head: HTTPRequestHead) -> Bool {
        guard let credentials else { return true }
        return head.headers.first(name: "authorization") == "Basic \(Self.base64(Array(credentials.utf8)))"
    }

    /// Method, and parameters as text.
    private static func request(_ body: [UInt8]) throws(JSONError) -> (String, [String])? {
        var reader = JSONReader(body.span.bytes)
        var (method, parameters): (String?, [String]) = (nil, [])
        try reader.beginObject()
        while try reader.nextKey() {
            if reader.keyIs("method") {
                method = try reader.string()
            } else if reader.keyIs("params") {
                try reader.beginArray()
                while try reader.nextElement() { parameters.append(try reader.valueText()) }
            } else {
                try reader.skip()
            }
        }
        return method.map { ($0, parameters) }
    }

    static func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for index in 0..<4 {
                text.append(
                    index <= group.count ? alphabet[Int(bits >> UInt32(18 - 6 * index)) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
