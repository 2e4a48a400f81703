import Foundation
import PeerObserver
import Testing

@testable import RPCExtractor

/// The table, and what must go along with it.
@Suite struct TableTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func text(_ path: String) throws -> String {
        try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
    }

    @Test func everyRPCHasASubject() {
        #expect(Set(RPC.all.map(\.method)).count == RPC.all.count)
        let upstream = RPC.all.prefix(12)
        #expect(upstream.allSatisfy { $0.subject == "rpc" })
        for rpc in RPC.all.dropFirst(12) { #expect(rpc.subject == "rpc.\(rpc.method)") }
        #expect(Set(RPC.all.map(\.subject)).isSubset(of: Subject.allCases.map(\.name)))
    }

    @Test func whitelistInTheDocsIsTheTable() throws {
        let document = try text("docs/operating-rpc-extractor.md")
        let line = try #require(document.firstMatch(of: /rpcwhitelist=[a-z]+:([a-z,]+)/))
        #expect(line.output.1.split(separator: ",").map(String.init).sorted() == RPC.all.map(\.method).sorted())
    }

    @Test func everyRPCIsInTheDocs() throws {
        let document = try text("docs/operating-rpc-extractor.md")
        for rpc in RPC.all { #expect(document.contains("| `\(rpc.method)` |"), "\(rpc.method)") }
    }

    /// Of an RPC with several questions, the first.
    @Test func recorderAsksWhatTheTableAsks() throws {
        let found = try text("scripts/record-rpc").matches(of: /\("([a-z]+)", ["'](\[.*\])["']\),/)
        #expect(
            found.map { "\($0.output.1) \($0.output.2)" } == RPC.all.map { "\($0.method) \($0.calls[0].parameters)" })
    }

    /// Message and field, as `PeerInfo.ping_time`.
    @Test func everyFieldHasItsUnitInTheDocs() throws {
        var (fields, message) = (Set<String>(), "")
        for line in try text("proto/rpc_extractor.proto").split(separator: "\n") {
            if let found = line.firstMatch(of: /^message (\w+) \{/) { message = String(found.output.1) }
            if line.hasPrefix("enum ") { message = "" }
            guard !message.isEmpty, message != "rpc", let found = line.firstMatch(of: /(\w+) = [0-9]+;/) else {
                continue
            }
            fields.insert("\(message).\(found.output.1)")
        }
        #expect(fields.count > 180)
        let rows = try text("docs/rpc-fields.md").matches(
            of: /\n\| `([A-Za-z0-9]+\.[a-z0-9_]+)` \| ([^|\n]+) \| ([^|\n]+) \|/)
        #expect(Set(rows.map { String($0.output.1) }) == fields)
        #expect(rows.count == fields.count)
        for row in rows { #expect(row.output.2.contains { $0.isLetter }, "\(row.output.1) has no unit") }
    }

    /// What the tables call required is what the contract calls so.
    @Test func requiredFieldsOfTheTablesAreThoseOfTheContract() throws {
        let proto = try text("proto/rpc_extractor.proto")
        func required(_ message: String) throws -> Set<String> {
            let body =
                try #require(proto.firstMatch(of: try Regex("message \(message) \\{([^}]*)\\}")))[1].substring ?? ""
            return Set(body.matches(of: /required [\w.]+ (\w+) =/).map { String($0.output.1) })
        }
        func check<Value: RPCObject>(_ type: Value.Type, _ extra: Set<String> = []) throws {
            #expect(Set(Value.fields.compactMap(\.required)).union(extra) == (try required("\(type)")), "\(type)")
            #expect(Value.fields.count <= 64)
            #expect(Set(Value.fields.map { "\($0.key)" }).count == Value.fields.count, "\(type)")
        }
        try check(PeerInfo.self)
        try check(MempoolInfo.self)
        try check(NetTotals.self)
        try check(UploadTarget.self)
        try check(MemoryInfo.self)
        try check(AddrManInfoNetwork.self)
        try check(ChainTxStats.self)
        try check(NetworkInfo.self)
        try check(NetworkInfoNetwork.self)
        try check(NetworkInfoLocalAddress.self)
        try check(BlockchainInfo.self)
        try check(OrphanTx.self)
        try check(AddrmanEntry.self)
        // These two tell what was asked for.
        try check(EstimateSmartFee.self, ["requested_blocks", "mode"])
    }
}
