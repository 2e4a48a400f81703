import PeerObserver

extension RPC {
    /// A node that was built without ZMQ does not have it.
    static let getZMQNotifications = RPC(
        "getzmqnotifications", on: .rpcZMQNotifications, .lessFrequent
    ) { reader throws(JSONError) in
        let notifications = try reader.array { reader throws(JSONError) -> ZMQNotification? in
            try reader.object(ZMQNotification.self)
        }
        return notifications.map { .zmqNotifications(ZMQNotifications(notifications: $0)) }
    }
}

extension ZMQNotification: RPCObject {
    static let fields: [RPCField<ZMQNotification>] = [
        .init("type", optional: \.type), .init("address", optional: \.address),
        .init("hwm", optional: \.highWaterMark),
    ]
}
