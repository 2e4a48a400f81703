/// Finds the subject of an encoded event, by the numbers of its arms alone.
public enum EventSubject {
    /// The subject without a node; nil for an event without content, or of a newer contract.
    public static func name(_ head: EventHead, _ input: RawSpan) throws(WireError) -> String? {
        switch head.arm {
        case .ebpf: try ebpf(input, in: head.body)?.name
        case .rpc: try rpc(input, in: head.body)
        case .p2p: try p2p(input, in: head.body)?.name
        case .log: Subject.logExtractor.name
        case .ipc: Subject.ipc.name
        case .connectivity: Subject.connectivityResult.name
        case .alerts: try alert(input, in: head.body)
        case nil: nil
        }
    }

    private static func ebpf(_ input: RawSpan, in range: Range<Int>) throws(WireError) -> Subject? {
        guard let (arm, body) = try lastArm(input, in: range) else { return nil }
        switch arm {
        case 1: return try MessageHead(input, in: body).arm == MessageArm.malformed ? .netmsgMalformed : .netmsg
        case 2: return .netconn
        case 3:
            switch try lastArm(input, in: body)?.arm {
            case 1: return .addrmanNew
            case 2: return .addrmanTried
            default: return nil
            }
        case 4: return .mempool
        case 5: return .validation
        case 1000:
            switch try lastArm(input, in: body)?.arm {
            case 1: return .utxocacheFlush
            case 2: return .utxocacheUncache
            default: return nil
            }
        case 1001: return .processSample
        default: return nil
        }
    }

    /// The number of the arm of a tracepoint's event; nil where it has none, or one of a newer contract.
    public static func ebpfArm(_ head: EventHead, _ input: RawSpan) throws(WireError) -> UInt32? {
        var reader = WireReader(input, in: head.body)
        var arm: UInt32?
        while let tag = try reader.nextTag() {
            switch tag {
            case 10, 18, 26, 34, 42, 8002, 8010: arm = tag >> 3
            default: break
            }
            try reader.skip(tag)
        }
        return arm
    }

    private static func rpc(_ input: RawSpan, in range: Range<Int>) throws(WireError) -> String? {
        guard let (arm, body) = try lastArm(input, in: range) else { return nil }
        switch arm {
        case 1...12: return Subject.rpc.name
        case 1000: return Subject.rpcChainTips.name
        case 1001: return Subject.rpcIndexInfo.name
        case 1002: return Subject.rpcZMQNotifications.name
        case 1003: return Subject.rpcBannedList.name
        case 1004: return Subject.rpcDeploymentInfo.name
        case 1005: return Subject.rpcMiningInfo.name
        case 1006:
            return try text(1, input, in: body).flatMap { Subject.rpc(method: $0) }
        default: return nil
        }
    }

    private static func alert(_ input: RawSpan, in range: Range<Int>) throws(WireError) -> String? {
        guard let (arm, body) = try lastArm(input, in: range), arm == 1 else { return nil }
        return try text(1, input, in: body).flatMap { Subject.alert(kind: $0) }
    }

    /// The text of a field.
    private static func text(_ number: UInt32, _ input: RawSpan, in range: Range<Int>) throws(WireError) -> String? {
        var reader = WireReader(input, in: range)
        var found: String?
        while let tag = try reader.nextTag() {
            if tag == number << 3 | 2 { found = try reader.string() } else { try reader.skip(tag) }
        }
        return found
    }

    private static func p2p(_ input: RawSpan, in range: Range<Int>) throws(WireError) -> Subject? {
        var reader = WireReader(input, in: range)
        var subject: Subject?
        while let tag = try reader.nextTag() {
            switch tag >> 3 {
            case 1...4: subject = .p2pExtractor
            case 1000: subject = .p2pBlock
            case 1001: subject = .p2pHandshake
            case 1002: subject = .p2pDisconnect
            default: break
            }
            try reader.skip(tag)
        }
        return subject
    }

    /// The field that stands last, as a oneof has it, and its bytes where it is a message.
    private static func lastArm(
        _ input: RawSpan, in range: Range<Int>
    ) throws(WireError) -> (arm: UInt32, body: Range<Int>)? {
        var reader = WireReader(input, in: range)
        var found: (UInt32, Range<Int>)?
        while let tag = try reader.nextTag() {
            if tag & 7 == 2 {
                found = (tag >> 3, try reader.range())
            } else {
                try reader.skip(tag)
                found = (tag >> 3, 0..<0)
            }
        }
        return found
    }
}
