import DebugLog
import PeerObserver
import Testing

/// What stands before the message.
@Suite struct GrammarTests {
    private func message(_ event: LogEvent) -> String? {
        guard case .unknownLogMessage(let message) = event.event else { return nil }
        return message.rawMessage
    }

    @Test(
        arguments: [
            ("2026-11-20T20:49:20Z", 1_795_207_760_000_000), ("2026-11-20T20:49:20.4Z", 1_795_207_760_400_000),
            ("2026-11-20T20:49:20.40Z", 1_795_207_760_400_000), ("2026-11-20T20:49:20.402Z", 1_795_207_760_402_000),
            ("2026-11-20T20:49:20.402839Z", 1_795_207_760_402_839),
            ("2026-11-20T20:49:20.402839999Z", 1_795_207_760_402_839), ("2026-11-20T20:49:20.Z", 1_795_207_760_000_000),
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01T00:00:01Z", 1_000_000),
            ("2000-02-29T00:00:00Z", 951_782_400_000_000),
            ("2100-03-01T00:00:00Z", 4_107_542_400_000_000), ("9999-12-31T23:59:59Z", 253_402_300_799_000_000),
            ("2017-01-02 03:04:05", 1_483_326_245_000_000), ("2016-12-31T23:59:60Z", 1_483_228_800_000_000),
        ] as [(String, UInt64)])
    func timesAreReadWithAnyFraction(_ text: String, _ microseconds: UInt64) {
        let event = LogParser.alone(text + " hello")
        #expect(event.logTimestamp == microseconds)
        #expect(message(event) == "hello")
    }

    @Test(arguments: [
        "2026-13-20T20:49:20Z", "2026-02-29T20:49:20Z", "2026-00-01T20:49:20Z", "2026-11-20T24:49:20Z",
        "2026-11-20T20:60:20Z", "2026-11-20T20:49:61Z", "2026-11-20T20:49:20", "2026-11-20T20:49:20z",
        "1969-12-31T23:59:59Z", "2026-11-20T20:49:20Zulu", "20. Nov 2026 20:49:20", "2026-11-20T20:49:2",
        "2100-02-29T00:00:00Z", "2026-1-20T20:49:20Z",
    ])
    func whatIsNoTimeStaysText(_ text: String) {
        let event = LogParser.alone(text + " hello")
        #expect(event.logTimestamp == 0)
        #expect(message(event) == text + " hello")
    }

    @Test func aLineOfAMessageOfSeveralLinesHasTheFirstOnesPrefixInItsDetail() {
        var parser = LogParser()
        _ = parser.event("2026-11-20T20:49:20.5Z [http.00] [kernel] CommitTransaction:")
        _ = parser.event("CTransaction(hash=48fd7d51ce)")
        let event = parser.event("    CTxIn(COutPoint(35c5376e52, 0))")
        #expect(event.logTimestamp == 0 && event.threadname.isEmpty && event.category == .unknown)
        #expect(message(event) == "    CTxIn(COutPoint(35c5376e52, 0))")
        let detail = ContinuationLine(
            logTimestamp: 1_795_207_760_500_000, category: .unknown, threadname: "http.00", logLevel: .debug, index: 2,
            categoryName: "kernel")
        #expect(event.detail == .continuation(detail))
    }

    @Test func wordingsInLinesThatBelongToAMessageTellNothing() {
        var parser = LogParser()
        _ = parser.event("2026-11-20T20:49:20Z first")
        let event = parser.event("Shutdown done")
        #expect(LogKind(event.detail) == .continuation)
    }

    @Test func aNodeWithoutTimesIsReadByItsMessages() {
        var parser = LogParser()
        #expect(LogKind(parser.event("Shutdown done").detail) == .nodeState)
        let event = parser.event("[net] socket closed, disconnecting peer=7")
        #expect(event.category == .net && LogKind(event.detail) == .peerDisconnected)
    }

    @Test func aRestartMayChangeTheStyle() {
        var parser = LogParser()
        #expect(parser.event("2026-11-20T20:49:20Z [msghand] hello").threadname == "msghand")
        for _ in 0..<5 { #expect(LogKind(parser.event("").detail) == .unknown) }
        #expect(LogKind(parser.event("Shutdown done").detail) == .nodeState)
        #expect(parser.event("2026-11-20T20:49:21Z [mywallet] hello").threadname == "")
    }

    @Test func aNameThatIsThreadAndCategoryIsToldByTheOtherLines() {
        var parser = LogParser()
        #expect(parser.event("2026-11-20T20:49:20Z [net] hello").category == .net)
        _ = parser.event("2026-11-20T20:49:20Z [msghand] [net] hello")
        let thread = parser.event("2026-11-20T20:49:20Z [net] hello")
        #expect(thread.category == .unknown && thread.threadname == "net" && thread.logLevel == .info)
        _ = parser.event("2026-11-20T20:49:20Z [validation] hello")
        let category = parser.event("2026-11-20T20:49:20Z [net] hello")
        #expect(category.category == .net && category.threadname.isEmpty && category.logLevel == .debug)
    }

    @Test func threadsTellThatTheyStart() {
        let event = LogParser.alone("2026-11-20T20:49:20Z [net] net thread start")
        #expect(event.threadname == "net" && event.category == .unknown)
        #expect(event.detail == .threadChange(ThreadChangeLine(name: "net", started: true)))
    }

    @Test func walletsAreNoThreads() {
        let alone = LogParser.alone("2026-11-20T20:49:20Z [w] AddToWallet")
        #expect(alone.threadname.isEmpty && message(alone) == "[w] AddToWallet")
        let behindThread = LogParser.alone("2026-11-20T20:49:20Z [http.00] [default wallet] AddToWallet")
        #expect(behindThread.threadname == "http.00" && message(behindThread) == "[default wallet] AddToWallet")
    }

    @Test(arguments: LogCategory.allCases.filter { !$0.name.isEmpty })
    func everyCategoryIsKnown(_ category: LogCategory) {
        for (form, level) in [("", LogLevel.debug), (":debug", .debug), (":trace", .trace), (":info", .info)] {
            let event = LogParser.alone("2026-11-20T20:49:20Z [\(category.name)\(form)] hello")
            #expect(event.category.name == (event.categoryName == nil ? category.name : ""))
            #expect(event.categoryName == (event.category == .unknown ? category.name : nil))
            #expect(event.logLevel == level && message(event) == "hello")
        }
        let upstream = LogDebugCategory.named.first { $0.name.lowercased() == category.name }?.value.rawValue
        #expect(upstream == nil || upstream == Int32(category.rawValue))
    }

    @Test func aCategoryOfTheFutureIsKnownByItsLevel() {
        let event = LogParser.alone("2026-11-20T20:49:20Z [newcategory:warning] hello")
        #expect(event.categoryName == "newcategory" && event.logLevel == .warning && message(event) == "hello")
    }

    @Test func onlyTheArmsThatUpstreamKnowsAreUsed() {
        let hash = String(repeating: "ab", count: 32)
        let connected = LogParser.alone(
            "2026-11-20T20:49:20Z [validation] BlockConnected: block hash=\(hash) block height=7")
        #expect(connected.event == .blockConnectedLog(BlockConnectedLog(blockHash: hash, blockHeight: 7)))
        let checked = LogParser.alone(
            "2026-11-20T20:49:20Z [validation] BlockChecked: block hash=\(hash) state=bad-blk, too many, really")
        let log = BlockCheckedLog(blockHash: hash, state: "bad-blk", debugMessage: "too many, really")
        #expect(checked.event == .blockCheckedLog(log))
        let other = LogParser.alone("2026-11-20T20:49:20Z [validation] NewPoWValidBlock: block hash=\(hash)")
        #expect(message(other) == "NewPoWValidBlock: block hash=\(hash)")
    }
}
