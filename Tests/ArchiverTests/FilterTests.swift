import ArgumentParser
import Daemon
import PeerObserver
import TestSupport
import Testing

@testable import Archiver

@Suite struct FilterTests {
    /// The samples that are kept, as their subjects; what is decided by looking into messages as well.
    private func kept(_ arguments: String...) throws -> [String] {
        let filter = try FilterOptions.parse(arguments).filter
        return try SampleEvents.all.filter { sample in
            switch filter.treatment(of: sample.subject) {
            case .keep, .reduce: return true
            case .drop: return false
            case .someMessages:
                let event = sample.event.encoded()
                return try filter.admits(try EventHead(event.span.bytes), event.span.bytes)
            }
        }.map(\.subject)
    }

    private func patterns(_ arguments: String...) throws -> Set<String> {
        Set(try FilterOptions.parse(arguments).filter.patterns)
    }

    @Test func withoutFlagsAllIsKept() throws {
        #expect(try kept() == SampleEvents.all.map(\.subject))
        #expect(try patterns() == Set(Subject.allCases.map(\.pattern)))
        #expect(try FilterOptions.parse([]).filter.words == [])
    }

    @Test func flagsSelectTheirSubjects() throws {
        #expect(try Set(kept("--messages")) == ["netmsg", "netmsg.malformed"])
        #expect(try Set(kept("--mempool", "--rpc")).allSatisfy { $0 == "mempool" || $0.hasPrefix("rpc") })
        #expect(try patterns("--mempool", "--rpc") == ["mempool", "rpc", "rpc.*"])
        #expect(try FilterOptions.parse(["--rpc", "--mempool"]).filter.words == ["mempool", "rpc"])
    }

    @Test func addressRelayKeepsFourTypesOfMessages() throws {
        let filter = try FilterOptions.parse(["--addr-relay"]).filter
        let messages = SampleEvents.all.filter { $0.subject == "netmsg" }
        let kept = try messages.filter { sample in
            let event = sample.event.encoded()
            return try filter.admits(try EventHead(event.span.bytes), event.span.bytes)
        }
        let commands = kept.compactMap { sample -> String? in
            guard case .ebpfExtractor(let ebpf) = sample.event.payload, case .message(let message) = ebpf.event else {
                return nil
            }
            switch message.message {
            case .addr: return "addr"
            case .addrv2: return "addrv2"
            case .emptyaddrv2: return "emptyaddrv2"
            case .getaddr: return "getaddr"
            default: return "other"
            }
        }
        #expect(Set(commands) == ["addr", "addrv2", "emptyaddrv2", "getaddr"])
        #expect(filter.patterns == ["netmsg"])
    }

    @Test func handshakesAreVersionsAndConnections() throws {
        #expect(try Set(kept("--connections-with-handshakes")) == ["netmsg", "netconn"])
        #expect(try patterns("--connections-with-handshakes") == ["netmsg", "netconn"])
        #expect(try kept("--connections-with-handshakes").count { $0 == "netmsg" } == 1)
    }

    @Test func selectionsAdd() throws {
        #expect(try patterns("--mempool", "--addr-relay") == ["mempool", "netmsg"])
        // All messages include those.
        #expect(try FilterOptions.parse(["--messages", "--addr-relay"]).filter.treatment(of: "netmsg") == .keep)
        #expect(
            try FilterOptions.parse(["--messages", "--addr-relay"]).filter.words == ["messages", "addr-relay"])
    }

    @Test func upstreamOnlyLeavesOutOurSubjects() throws {
        #expect(try Set(kept("--upstream-only")).allSatisfy { !$0.contains(".") })
        #expect(try patterns("--upstream-only").allSatisfy { !$0.contains(".") })
    }

    @Test func lowDataNeedsMessages() throws {
        #expect(try FilterOptions.parse(["--low-data"]).filter.treatment(of: "netmsg") == .reduce)
        #expect(try FilterOptions.parse(["--messages", "--low-data"]).filter.treatment(of: "netmsg") == .reduce)
        #expect(throws: (any Error).self) { try FilterOptions.parse(["--mempool", "--low-data"]) }
        #expect(throws: (any Error).self) { try FilterOptions.parse(["--addr-relay", "--low-data"]) }
    }

    @Test func lowDataLeavesIdsAndHeaders() throws {
        var reduced = 0
        for sample in SampleEvents.all where sample.subject == "netmsg" {
            let bytes = sample.event.encoded()
            let concerns = try LowData.concerns(try EventHead(bytes.span.bytes), bytes.span.bytes)
            let event = LowData.reduced(sample.event)
            #expect((event != nil) == concerns)
            guard let event, case .ebpfExtractor(let ebpf) = event.payload, case .message(let message) = ebpf.event
            else { continue }
            reduced += 1
            switch message.message {
            case .tx(let tx): #expect(tx.tx.raw == nil)
            case .blocktxn(let blockTxn): #expect(blockTxn.transactions.allSatisfy { $0.raw == nil })
            case .compactblock(let block): #expect(block.transactions.allSatisfy { $0.tx.raw == nil })
            case .block(let block): #expect(block.transactions.isEmpty)
            default: Issue.record("reduced what should stay: \(message)")
            }
            #expect((event.sequence, event.node) == (sample.event.sequence, sample.event.node))
        }
        #expect(reduced == 4)
    }
}
