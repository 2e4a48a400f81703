import PeerObserver

extension NodeFacts {
    private static let networks = ["not_publicly_routable", "ipv4", "ipv6", "onion", "i2p", "cjdns"]

    /// One peer of getpeerinfo. The optional members are there for some peers and not for others, as with a real node.
    func peer(_ peer: PeerFacts, now: Int64) -> JSONValue {
        let isInbound = peer.connectionType == "inbound"
        let relays = peer.connectionType != "block-relay-only"
        let (age, ping) = (max(0, now - peer.establishedSeconds), 20_000 + peer.id * 7919 % 180_000)
        // Bitcoin Core takes one address and another every ten seconds, and ignores the rest.
        let processed = min(Int64(peer.addresses), 1 + age / 10)
        let inflight = peer.inflight ?? (peer.id % 20 == 0 && now / 10 % 4 == 0 ? [tipHeight + 1] : [])
        var members: [(String, JSONValue)] = [
            ("id", .number(peer.id)), ("addr", .string(peer.address)), ("addrbind", "192.0.2.1:8333"),
            ("network", .string(Self.networks[Int(peer.network) < 6 ? Int(peer.network) : 0])),
        ]
        if peer.network == 1 { members.append(("mapped_as", .number(64496 + peer.id % 5))) }
        members += [
            ("services", "0000000000000c09"), ("servicesnames", ["NETWORK", "WITNESS", "NETWORK_LIMITED", "P2P_V2"]),
            ("relaytxes", .bool(relays)), ("last_inv_sequence", .number(relays ? peer.id * 31 : 0)),
            ("inv_to_send", .number(relays ? peer.invToSend ?? Int(peer.id % 40) : 0)),
            ("lastsend", .number(now - peer.id % 9)),
            ("lastrecv", .number(now - peer.id % 7)), ("last_transaction", .number(relays ? now - peer.id % 60 : 0)),
            ("last_block", .number(isInbound ? 0 : now - peer.id % 600)), ("bytessent", .number(age * 700)),
            ("bytesrecv", .number(age * 500)), ("conntime", .number(peer.establishedSeconds)),
            ("timeoffset", .number(peer.timeOffsetSeconds ?? peer.id % 5 - 2)),
        ]
        if let ping = peer.pingMicroseconds {
            members += [("pingtime", .seconds(ping)), ("minping", .seconds(min(ping, 20_000)))]
        } else if peer.id % 10 != 0 {
            members += [("pingtime", .seconds(ping + 3000)), ("minping", .seconds(ping))]
        } else {
            members.append(("pingwait", .seconds(4_200_000)))
        }
        members += [
            ("version", 70016), ("subver", .string(peer.userAgent ?? "/Satoshi:29.0.0/")),
            ("inbound", .bool(isInbound)),
            ("bip152_hb_to", .bool(!isInbound && peer.id % 3 == 0)), ("bip152_hb_from", .bool(peer.id % 7 == 0)),
            ("presynced_headers", -1), ("synced_headers", .number(isInbound ? -1 : Int64(tipHeight))),
            ("synced_blocks", .number(isInbound ? -1 : Int64(tipHeight))),
            ("inflight", .array(inflight.map { .number($0) })), ("addr_relay_enabled", .bool(relays)),
            ("addr_processed", .number(age / 30 + processed)),
            ("addr_rate_limited", .number(peer.id % 4 + Int64(peer.addresses) - processed)), ("permissions", []),
            ("minfeefilter", .amount(relays ? 1000 : 0)),
            ("bytessent_per_msg", ["inv": .number(age * 300), "ping": .number(age / 120 * 32)]),
            ("bytesrecv_per_msg", ["inv": .number(age * 200), "pong": .number(age / 120 * 32)]),
            ("connection_type", .string(peer.connectionType)),
            ("transport_protocol_type", peer.id % 4 == 0 ? "v1" : "v2"),
            // Of a node with Core's pull request 31672.
            ("cpu_load", .number("0.0\(10 + peer.id * 13 % 90)")),
            (
                "session_id",
                peer.id % 4 == 0 ? "" : .string(Hex.encode((0..<32).map { UInt8($0) ^ UInt8(peer.id & 0xff) }))
            ),
        ]
        return .object(members)
    }

    func orphan(_ transaction: Transaction) -> JSONValue {
        let raw = transaction.raw ?? []
        return [
            "txid": .string(transaction.txid.description), "wtxid": .string(transaction.wtxid.description),
            "bytes": .number(raw.count), "vsize": .number(raw.count), "weight": .number(raw.count * 4),
            "from": .array(peers.suffix(2).map { .number($0.id) }), "hex": .string(Hex.encode(raw)),
        ]
    }
}

extension JSONValue {
    /// Microseconds as seconds.
    fileprivate static func seconds(_ microseconds: Int64) -> JSONValue {
        let fraction = String(1_000_000 + microseconds % 1_000_000).dropFirst()
        return .number("\(microseconds / 1_000_000).\(fraction)")
    }
}
