import NIOCore
import NIOWebSocket

/// A client has to mask its frames (RFC 6455, section 5.1).
struct UnmaskedFrame: Error {}

/// Lets masked frames pass; the first other one is an error, and the last frame.
final class MaskCheck: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias InboundOut = WebSocketFrame

    private var hasFailed = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasFailed else { return }
        guard unwrapInboundIn(data).maskKey != nil else {
            hasFailed = true
            return context.fireErrorCaught(UnmaskedFrame())
        }
        context.fireChannelRead(data)
    }
}
