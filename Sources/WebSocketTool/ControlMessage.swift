import Daemon
import NIOCore
import PeerObserver

/// What the server tells a client beside events, as a frame. Only clients of the envelope form get it.
enum ControlMessage {
    static func subscribed(_ subscription: Subscription, backlog: Int) -> ByteBuffer {
        TextFrame.buffer { json in
            json.output.text("{\"control\":\"subscribed\",\"format\":\"envelope\",\"kinds\":[")
            for (index, kind) in subscription.kinds.kinds.enumerated() {
                if index > 0 { json.output.byte(UInt8(ascii: ",")) }
                json.string("\(kind.name)")
            }
            json.output.text("],\"backlog\":")
            json.signed(Int64(backlog))
            json.output.byte(UInt8(ascii: "}"))
        }
    }

    static func lost(events: Int, total: Int) -> ByteBuffer {
        TextFrame.buffer { json in
            json.output.text("{\"control\":\"lost\",\"events\":")
            json.signed(Int64(events))
            json.output.text(",\"total\":")
            json.signed(Int64(total))
            json.output.byte(UInt8(ascii: "}"))
        }
    }

    static func status(_ status: ToolStatus, clients: Int) -> ByteBuffer {
        TextFrame.buffer { json in
            json.output.text("{\"control\":\"status\",\"program\":\"websocket\",\"version\":")
            json.string(daemonVersion)
            json.output.text(",\"nats_connected\":")
            json.bool(status.isConnected)
            json.output.text(",\"clients\":")
            json.signed(Int64(clients))
            json.output.text(",\"events\":{\"seen\":")
            json.unsigned(status.seen)
            json.output.text(",\"handled\":")
            json.unsigned(status.handled)
            json.output.text(",\"lost\":{")
            let losses = LossReason.allCases.filter { status.lost[$0] > 0 }
            for (index, reason) in losses.enumerated() {
                if index > 0 { json.output.byte(UInt8(ascii: ",")) }
                json.string(reason.rawValue)
                json.output.byte(UInt8(ascii: ":"))
                json.unsigned(status.lost[reason])
            }
            json.output.text("},\"in_flight\":")
            json.unsigned(status.inFlight)
            json.output.text("}}")
        }
    }
}

/// How the tool itself fares.
struct ToolStatus: Sendable {
    var isConnected = false
    var seen: UInt64 = 0
    var handled: UInt64 = 0
    var lost = LossCounts()
    var inFlight: UInt64 = 0
}

extension ToolStatus {
    init(_ bus: NATSBus) {
        isConnected = bus.isConnected
        guard let (ledger, waiting) = bus.delivered else { return }
        seen = ledger.seen + waiting
        handled = ledger.handled
        lost = ledger.lost
        inFlight = ledger.taken + waiting
    }
}
