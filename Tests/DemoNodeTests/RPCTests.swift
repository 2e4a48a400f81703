import ArgumentParser
import PeerObserver
import Testing

@testable import DemoNode

@Suite struct RPCTests {
    private static let methods = [
        "getpeerinfo", "getmempoolinfo", "uptime", "getnettotals", "getmemoryinfo", "getaddrmaninfo", "getnetworkinfo",
        "getorphantxs", "estimatesmartfee", "getchaintxstats", "getblockchaininfo", "getrawaddrman", "getchaintips",
        "getindexinfo", "getzmqnotifications", "listbanned", "getdeploymentinfo", "getmininginfo",
    ]

    private func answers(entries: Int = 10) throws -> RPCAnswers {
        var settings = TrafficSettings()
        settings.burstSize = 10
        let traffic = try Traffic(CollectingSink(), settings)
        return RPCAnswers(
            facts: SharedFacts(traffic.facts),
            addrman: AddrmanAnswers(entries: entries, nowSeconds: 1_700_000_000, seed: 1))
    }

    private func text(_ value: JSONValue) -> [UInt8] {
        var writer = ByteWriter()
        value.write(to: &writer)
        return writer.array
    }

    @Test(arguments: methods) func everyRPCIsAnsweredInJSON(_ method: String) throws {
        let result = try #require(try answers().result(method, parameters: ["1"], now: 1_700_000_000))
        let bytes = text(result)
        var reader = JSONReader(bytes.span.bytes)
        try reader.skip()
        try reader.end()
    }

    @Test func otherRPCsAreNot() throws {
        #expect(try answers().result("stop", parameters: [], now: 0) == nil)
    }

    @Test(arguments: [0, 1, 5, 2000, 81_920]) func addressManagerHasItsEntries(_ entries: Int) throws {
        let addrman = AddrmanAnswer(entries: entries, nowSeconds: 1_700_000_000, seed: 1)
        var (reader, found) = (JSONReader(addrman.raw.span.bytes), 0)
        try reader.beginObject()
        while try reader.nextKey() {
            try reader.beginObject()
            while try reader.nextKey() {
                found += 1
                try reader.skip()
            }
        }
        #expect(found == entries)
        // As large as a full one of mainnet.
        if entries == 81_920 { #expect(11_000_000...16_000_000 ~= addrman.raw.count) }
        // It says the same of itself.
        #expect(String(decoding: text(addrman.info), as: UTF8.self).contains("\"total\":\(entries)}}"))
    }

    private func places(_ addrman: AddrmanAnswer) throws -> [String: String] {
        var (reader, found) = (JSONReader(addrman.raw.span.bytes), [String: String]())
        try reader.beginObject()
        while try reader.nextKey() {
            let table = reader.keyIs("new") ? "new" : "tried"
            try reader.beginObject()
            while try reader.nextKey() {
                let place = reader.keyText
                found["\(table) \(place)"] = try reader.valueText()
            }
        }
        return found
    }

    @Test func addressManagerChangesWithTimeUnlessItIsLarge() throws {
        let addrman = AddrmanAnswers(entries: 1000, nowSeconds: 1_700_000_000, seed: 1)
        let first = try places(addrman.answer(now: 1_700_000_009))
        let second = try places(addrman.answer(now: 1_700_000_020))
        let third = try places(addrman.answer(now: 1_700_000_030))
        #expect(first.count == 1000 && second.count == 990)
        #expect(Set(second.keys).subtracting(third.keys).count == 10)
        #expect(Set(third.keys).subtracting(second.keys).count == 10)
        #expect(third.count { place, entry in second[place].map { $0 != entry } ?? false } > 20)
        let large = AddrmanAnswers(entries: 20_000, nowSeconds: 1_700_000_000, seed: 1)
        #expect(large.answer(now: 1_700_000_000).raw == large.answer(now: 1_700_001_000).raw)
    }

    @Test func amountsAreInTheNodesWay() {
        #expect(String(decoding: text(.amount(1)), as: UTF8.self) == "0.00000001")
        #expect(String(decoding: text(.amount(2_099_999_997_690_000)), as: UTF8.self) == "20999999.97690000")
    }

    @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")])
    func base64IsThatOfRFC4648(_ plain: String, _ coded: String) {
        #expect(RPCConnection.base64(Array(plain.utf8)) == coded)
    }

    @Test(arguments: [
        ["--rpc-address", "nowhere"], ["--rpc-addrman-entries", "81921"], ["--rpc-delay", "a"],
        ["--rpc-delay", "a=-1"],
        ["--rpc-auth", "a:b", "--rpc-cookie-file", "c"],
    ])
    func badOptionsAreRefused(_ arguments: [String]) {
        #expect(throws: (any Error).self) { try DemoNodeCommand.parse(arguments) }
    }
}
