import PeerObserver
import Testing

@Suite struct SimulatedNodeTests {
    /// What came, by subject.
    private static func events(_ change: (inout SimulatedNode) -> Void) throws -> [(subject: String, event: Event)] {
        var events: [(String, Event)] = []
        try SimulatedNode(change).run { subject, bytes in
            guard let event = try? Event(decoding: bytes) else {
                Issue.record("an event that does not decode")
                return
            }
            events.append((String(decoding: subject, as: UTF8.self), event))
        }
        return events
    }

    @Test func eachEventIsOnTheSubjectOfItsContent() throws {
        var subjects: [String: Int] = [:]
        let count = try SimulatedNode {
            $0.seconds = 130
            $0.secondsBetweenBlocks = 30
            $0.transactionsOfABlock = 50
        }.run { subject, bytes in
            let span = RawSpan(_unsafeBytes: bytes)
            let name = (try? EventHead(span)).flatMap { try? EventSubject.name($0, span) }
            #expect(name == String(decoding: subject, as: UTF8.self))
            subjects[name ?? "", default: 0] += 1
        }
        #expect(subjects.values.reduce(0, +) == count)
        for subject in [
            "netmsg", "netconn", "mempool", "validation", "addrman.new", "utxocache.uncache", "p2p-extractor",
        ] {
            #expect(subjects[subject, default: 0] > 0, "\(subject)")
        }
        // Seven RPCs every 10 s, estimatesmartfee with six questions among them; getchaintxstats and getblockchaininfo every 120 s.
        #expect(subjects["rpc"] == 13 * (8 + 6) + 2 * 2)
        #expect(subjects["rpc.getchaintips"] == 2)
        #expect(subjects["p2p-extractor"] == 13)
    }

    @Test func timesAndNumbersRise() throws {
        let events = try Self.events { $0.seconds = 30 }
        var last: UInt64 = SimulatedNode.startNanoseconds
        var sequences: [String: UInt64] = [:]
        for (subject, event) in events {
            let time = try #require(event.sourceTimeNs)
            if subject != "p2p-extractor" {
                #expect(time >= last)
                last = time
            }
            #expect(event.timestamp == time / 1_000_000)
            sequences[subject, default: 0] += 1
            #expect(event.sequence == sequences[subject])
        }
        #expect(last < SimulatedNode.startNanoseconds + 30_000_000_000)
    }

    @Test func oneSeedGivesTheSameEvents() throws {
        func bytes(_ seed: UInt64) throws -> [UInt8] {
            var all: [UInt8] = []
            try SimulatedNode {
                $0.seconds = 20
                $0.seed = seed
                $0.scenario = "ping-spam"
            }.run { subject, event in
                all += subject
                all += event
            }
            return all
        }
        #expect(try bytes(1) == bytes(1))
        #expect(try bytes(1) != bytes(2))
    }

    @Test func aScenarioComesOnTopOfTheSameTraffic() throws {
        func messages(_ scenario: String?) throws -> [String] {
            try Self.events {
                $0.seconds = 40
                $0.scenario = scenario
            }.compactMap { _, event in
                guard case .ebpfExtractor(let ebpf) = event.payload, case .message(let message) = ebpf.event else {
                    return nil
                }
                return "\(event.sourceTimeNs ?? 0) \(message.meta.addr) \(message.meta.command) \(message.meta.size)"
            }
        }
        let quiet = try messages(nil)
        let noisy = try messages("ping-spam")
        var rest = noisy[...]
        for message in quiet {
            let index = try #require(rest.firstIndex(of: message))
            rest = rest[(index + 1)...]
        }
        // Pings and pongs of 30 seconds, and a handshake.
        #expect(noisy.count - quiet.count == 60 + 8)
    }
}
