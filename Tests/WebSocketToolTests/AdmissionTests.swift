import PeerObserver
import TestSupport
import Testing

@testable import WebSocketTool

/// What a subscription lets through.
@Suite struct AdmissionTests {
    private func admits(_ subscription: Subscription, _ sample: SampleEvents.Sample, node: String? = nil) -> Bool {
        let subject = node.map { "node.\($0)." } ?? ""
        return Array((subject + sample.subject).utf8).withUnsafeBytes { bytes in
            let encoded = sample.event.encoded()
            guard var event = ReceivedEvent(ReceivedSubject(bytes), encoded.span.bytes) else { return false }
            return subscription.admits(&event) == true
        }
    }

    private func kind(_ sample: SampleEvents.Sample) -> EventKind? {
        let encoded = sample.event.encoded()
        guard let head = try? EventHead(encoded.span.bytes) else { return nil }
        return try? EventKind(head, encoded.span.bytes)
    }

    private func envelope(_ change: (inout Subscription) -> Void) -> Subscription {
        var subscription = Subscription(format: .envelope, kinds: .all)
        change(&subscription)
        return subscription
    }

    private func method(_ sample: SampleEvents.Sample) -> String? {
        guard case .rpcExtractor(let rpc) = sample.event.payload else { return nil }
        return rpc.method
    }

    @Test func rpcsRestrictAnswersOfRPCsAndNothingElse() {
        let subscription = envelope { $0.rpcs = ["getpeerinfo", "getmininginfo", "getchainstates"] }
        var admitted: Set<String> = []
        for sample in SampleEvents.all {
            guard case .rpcExtractor = sample.event.payload else {
                #expect(admits(subscription, sample), "\(sample.subject)")
                continue
            }
            if admits(subscription, sample), let method = method(sample) { admitted.insert(method) }
        }
        #expect(admitted == ["getpeerinfo", "getmininginfo", "getchainstates"])
    }

    @Test func anEmptyListAdmitsNoAnswer() {
        let subscription = envelope { $0.rpcs = [] }
        #expect(!SampleEvents.all.contains { method($0) != nil && admits(subscription, $0) })
    }

    @Test func everyAnswerTellsItsRPC() {
        let methods = SampleEvents.all.filter { kind($0) == .rpc }.map(method)
        #expect(methods.count == SampleRPCs.known.count + SampleRPCs.ours.count && !methods.contains(nil))
        #expect(Set(methods).count == methods.count)
        // A subject that names an RPC names that of the answer.
        for sample in SampleEvents.rpcMethods { #expect(sample.subject == "rpc.\(method(sample) ?? "")") }
    }

    @Test func noAnswerIsDecodedInVain() {
        let subscription = envelope { $0.rpcs = ["getpeerinfo"] }
        for sample in SampleEvents.all {
            guard let kind = kind(sample) else { continue }
            let mayAdmit = sample.event.encoded().withUnsafeBytes { subscription.mayAdmit($0, kind) }
            // A raw answer alone has to be decoded for its name.
            let isRaw = sample.subject == "rpc.getchainstates"
            #expect(mayAdmit == (admits(subscription, sample) || isRaw), "\(sample.subject)")
        }
        for bytes: [UInt8] in [[], [0xff], [0x12, 0x05, 0x0a], [0x12, 0x00], [0x12, 0x01, 0xff]] {
            #expect(bytes.withUnsafeBytes { subscription.mayAdmit($0, .rpc) }, "what is broken is left to the decoder")
        }
    }

    @Test func filtersOfMessagesLeaveAnswersAlone() {
        let subscription = envelope { subscription in
            subscription.peers = []
            subscription.commands = []
            subscription.inbound = true
        }
        for sample in SampleEvents.all {
            let isRestricted = ["netmsg", "netmsg.malformed", "netconn"].contains(sample.subject)
            #expect(admits(subscription, sample) != isRestricted, "\(sample.subject)")
        }
    }

    @Test func nodesRestrictAll() {
        let (alice, none) = (envelope { $0.nodes = ["alice"] }, envelope { $0.nodes = [nil] })
        for sample in SampleEvents.all {
            #expect(
                admits(alice, sample, node: "alice") && !admits(alice, sample, node: "bob") && !admits(alice, sample))
            #expect(admits(none, sample) && !admits(none, sample, node: "alice"))
        }
    }
}
