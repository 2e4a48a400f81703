import PeerObserver

extension RPC {
    static let listBanned = RPC("listbanned", on: .rpcBannedList, .lessFrequent) { reader throws(JSONError) in
        let banned = try reader.array { reader throws(JSONError) -> Banned? in try reader.object(Banned.self) }
        return banned.map { .bannedList(BannedList(banned: $0)) }
    }
}

extension Banned: RPCObject {
    static let fields: [RPCField<Banned>] = [
        .init("address", optional: \.address), .init("ban_created", optional: \.banCreated),
        .init("banned_until", optional: \.bannedUntil), .init("ban_duration", optional: \.banDuration),
        .init("time_remaining", optional: \.timeRemaining),
    ]
}
