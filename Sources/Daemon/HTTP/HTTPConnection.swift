import NIOCore
import NIOHTTP1

/// Answers the requests of one connection, one after the other, and ends it when its client dawdles.
final class HTTPConnection: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let answers: [String: @Sendable () -> HTTPAnswer]
    private let more: HTTPExtension
    private var limits: HTTPLimits { more.limits }
    private var request: HTTPRequestHead?
    private var deadline: Scheduled<Void>?

    init(answers: [String: @Sendable () -> HTTPAnswer], more: HTTPExtension) {
        self.answers = answers
        self.more = more
    }

    func channelActive(context: ChannelHandlerContext) {
        limitTime(limits.requestTimeout, context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        context.fireChannelInactive()
    }

    /// The connection is another protocol's from now on.
    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): request = head
        // No route takes a body, and reading one to its end would only help who sends it.
        case .body: context.close(promise: nil)
        case .end:
            guard let head = request else { return }
            request = nil
            answer(head, context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A refused upgrade comes as an error first, then as a request to answer.
        if more.upgrade?.isRefusal(error) == true { return }
        context.close(promise: nil)
    }

    private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let answer = answer(to: head)
        var headers = HTTPHeaders()
        headers.add(name: "content-type", value: answer.contentType)
        headers.add(name: "content-length", value: String(answer.body.count))
        headers.add(name: "x-content-type-options", value: "nosniff")
        for header in answer.headers { headers.add(name: header.name, value: header.value) }
        if answer.status == 405 { headers.add(name: "allow", value: "GET, HEAD") }
        if !head.isKeepAlive { headers.add(name: "connection", value: "close") }
        limitTime(limits.answerTimeout, context)
        let status = HTTPResponseStatus(statusCode: answer.status)
        let responseHead = HTTPResponseHead(version: head.version, status: status, headers: headers)
        context.write(wrapOutboundOut(.head(responseHead)), promise: nil)
        if head.method != .HEAD {
            let body = context.channel.allocator.buffer(bytes: answer.body)
            context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        }
        let keepAlive = head.isKeepAlive
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        let connection = NIOLoopBound(self, eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
            guard keepAlive else { return bound.value.close(promise: nil) }
            connection.value.limitTime(connection.value.limits.requestTimeout, bound.value)
        }
    }

    private func answer(to head: HTTPRequestHead) -> HTTPAnswer {
        guard head.method == .GET || head.method == .HEAD else { return .text("only GET and HEAD\n", status: 405) }
        if let upgrade = more.upgrade, head.asksFor(upgrade.upgrader.supportedProtocol) { return upgrade.refusal(head) }
        let path = String(head.uri.prefix { $0 != "?" })
        return answers[path]?() ?? more.file(path) ?? .text("not found\n", status: 404)
    }

    /// Closes the connection after `time`, unless this is called again before.
    private func limitTime(_ time: Duration, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        deadline = context.eventLoop.scheduleTask(in: .milliseconds(time.milliseconds)) {
            bound.value.close(promise: nil)
        }
    }
}

extension HTTPRequestHead {
    /// Whether the client wants to change to this protocol.
    fileprivate func asksFor(_ name: String) -> Bool {
        headers[canonicalForm: "upgrade"].contains { $0.lowercased() == name }
    }
}
