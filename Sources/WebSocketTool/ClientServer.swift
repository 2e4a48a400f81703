import Daemon
import NIOCore
import NIOHTTP1
import NIOWebSocket
import Synchronization

/// Turns HTTP connections into clients.
struct ClientServer: Sendable {
    let hub: Hub
    let status: StatusFeed
    let handshake: Handshake

    /// What the HTTP server does beside metrics.
    func http(tls: ServerTLS?, pages: Pages) -> HTTPExtension {
        var http = HTTPExtension()
        http.addressOption = "--websocket-address"
        // Pages, scrapes and handshakes need some beside the clients.
        http.limits.connections = hub.limits.clients + 128
        http.upgrade = upgrade
        http.file = { pages.answer($0) }
        if let tls {
            http.scheme = "https"
            http.prepare = { try $0.addHandler(tls.handler()) }
        }
        return http
    }

    private var upgrade: HTTPUpgrade {
        let upgrader = NIOWebSocketServerUpgrader(
            maxFrameSize: SubscriptionRequest.limit, automaticErrorHandling: false,
            shouldUpgrade: { channel, head in
                let headers = refusal(of: head) == nil ? Handshake.answerHeaders(to: head) : nil
                return channel.eventLoop.makeSucceededFuture(headers)
            },
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        MaskCheck(),
                        NIOWebSocketFrameAggregator(
                            minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 64,
                            maxAccumulatedFrameSize: SubscriptionRequest.limit),
                        Client(hub: hub, status: status, eventLoop: channel.eventLoop),
                    ])
                }
            })
        return HTTPUpgrade(
            upgrader, isRefusal: { $0 is NIOWebSocketUpgradeError },
            refusal: { head in
                let (label, answer) =
                    refusal(of: head) ?? ("handshake", .text("no websocket handshake of version 13\n", status: 400))
                hub.metrics.refused.with(label).increment()
                return answer
            })
    }

    private func refusal(of head: HTTPRequestHead) -> (label: String, answer: HTTPAnswer)? {
        if let refusal = handshake.refusal(of: head) { return (refusal.rawValue, refusal.answer) }
        guard hub.metrics.clients.load(ordering: .relaxed) < hub.limits.clients else {
            return ("clients", .text("too many clients\n", status: 503))
        }
        return nil
    }
}
