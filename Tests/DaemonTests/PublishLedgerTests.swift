import Testing

@testable import Daemon

@Suite struct PublishLedgerTests {
    private func up(_ generation: UInt64 = 0, handingOver count: Int = 0) -> PublishLedger {
        var ledger = PublishLedger()
        ledger.connect(generation: generation)
        for _ in 0..<count { ledger.seeAndHandOver() }
        return ledger
    }

    @Test func confirmsWhatWasSentBeforeTheFence() throws {
        var ledger = up(handingOver: 3)
        let fence = try #require(ledger.fence())
        ledger.seeAndHandOver()
        ledger.confirm(fence, generation: 0)
        #expect(ledger.confirmed == 3 && ledger.inFlight == 1 && ledger.inDoubt == 0)
        ledger.expectIdentity()
    }

    @Test func hasNoFenceWithoutOutstandingEvents() {
        #expect(up().fence() == nil)
        #expect(PublishLedger().fence() == nil)
    }

    @Test func doubtsWhatNoFenceCoveredWhenTheConnectionBreaks() throws {
        var ledger = up(handingOver: 3)
        ledger.confirm(try #require(ledger.fence()), generation: 0)
        for _ in 0..<5 { ledger.seeAndHandOver() }
        ledger.disconnect()
        #expect(ledger.confirmed == 3 && ledger.inDoubt == 5 && ledger.inFlight == 0)
        ledger.expectIdentity()
    }

    @Test func doubtsEverythingWhenTheConnectionWasReplacedBetweenTwoFences() throws {
        var ledger = up(7, handingOver: 4)
        let fence = try #require(ledger.fence())
        ledger.confirm(fence, generation: 8)
        #expect(ledger.confirmed == 0 && ledger.inDoubt == 4 && ledger.generation == nil)
        ledger.expectIdentity()
    }

    @Test func ignoresAFenceOfAnEarlierConnection() throws {
        var ledger = up(1, handingOver: 4)
        let fence = try #require(ledger.fence())
        ledger.connect(generation: 2)
        ledger.seeAndHandOver()
        ledger.confirm(fence, generation: 2)
        #expect(ledger.confirmed == 0 && ledger.inDoubt == 4 && ledger.inFlight == 1)
        ledger.expectIdentity()
    }

    @Test func ignoresAnAnswerThatComesAfterTheBreakWasNoticed() throws {
        var ledger = up(1, handingOver: 4)
        let fence = try #require(ledger.fence())
        ledger.disconnect()
        ledger.confirm(fence, generation: 1)
        #expect(ledger.confirmed == 0 && ledger.inDoubt == 4)
        ledger.connect(generation: 1)
        ledger.confirm(fence, generation: 1)
        #expect(ledger.confirmed == 0 && ledger.inDoubt == 4)
        ledger.expectIdentity()
    }

    @Test func takesFencesInAnyOrder() throws {
        var ledger = up(handingOver: 2)
        let first = try #require(ledger.fence())
        ledger.seeAndHandOver()
        let second = try #require(ledger.fence())
        ledger.confirm(second, generation: 0)
        ledger.confirm(first, generation: 0)
        #expect(ledger.confirmed == 3 && ledger.inFlight == 0)
    }

    @Test func keepsQueuedEventsOutOfDoubt() throws {
        var ledger = up(handingOver: 1)
        ledger.disconnect()
        for _ in 0..<3 {
            ledger.see()
            ledger.queue()
        }
        #expect(ledger.inDoubt == 1 && ledger.inFlight == 3)
        ledger.connect(generation: 1)
        for _ in 0..<3 {
            ledger.unqueue()
            ledger.handOver()
        }
        ledger.confirm(try #require(ledger.fence()), generation: 1)
        #expect(ledger.confirmed == 3 && ledger.inDoubt == 1 && ledger.inFlight == 0)
        ledger.expectIdentity()
    }

    @Test func doubtsQueuedEventsWhoseResendBreaks() {
        var ledger = PublishLedger()
        for _ in 0..<3 {
            ledger.see()
            ledger.queue()
        }
        ledger.connect(generation: 1)
        for _ in 0..<2 {
            ledger.unqueue()
            ledger.handOver()
        }
        ledger.disconnect()
        #expect(ledger.inDoubt == 2 && ledger.queued == 1 && ledger.inFlight == 1)
        ledger.expectIdentity()
    }

    @Test func leavesNothingInFlightAtTheEnd() {
        var ledger = up(handingOver: 2)
        ledger.see(4)
        ledger.queue()
        ledger.lose(3, .busFull)
        ledger.finish()
        #expect(ledger.inDoubt == 2 && ledger.lost[.disconnected] == 1 && ledger.lost[.busFull] == 3)
        #expect(ledger.inFlight == 0)
        ledger.expectIdentity()
    }

    /// Every walk through the states keeps the identity, and never takes back what was settled.
    @Test func keepsTheIdentityOnRandomWalks() throws {
        var random = SplitMix(state: 42)
        for _ in 0..<1_000 {
            var (ledger, fences, generation) = (PublishLedger(), [PublishLedger.Fence](), UInt64(0))
            for _ in 0..<60 {
                let (confirmed, inDoubt) = (ledger.confirmed, ledger.inDoubt)
                switch random.next() % 7 {
                case 0:
                    generation += random.next() % 2
                    ledger.connect(generation: generation)
                case 1: ledger.disconnect()
                case 2: if let fence = ledger.fence() { fences.append(fence) }
                case 3: if let fence = fences.popLast() { ledger.confirm(fence, generation: generation) }
                case 4 where ledger.queued > 0:
                    ledger.unqueue()
                    if ledger.generation != nil { ledger.handOver() } else { ledger.queue() }
                case 5:
                    ledger.see()
                    ledger.lose(.oversized)
                default:
                    ledger.see()
                    if ledger.generation != nil { ledger.handOver() } else { ledger.queue() }
                }
                guard ledger.holdsIdentity, ledger.confirmed >= confirmed, ledger.inDoubt >= inDoubt else {
                    Issue.record("\(ledger)")
                    return
                }
            }
        }
    }
}

extension PublishLedger {
    mutating func seeAndHandOver() {
        see()
        handOver()
    }

    var holdsIdentity: Bool { seen == confirmed + lost.total + inDoubt + inFlight }

    func expectIdentity(_ location: SourceLocation = #_sourceLocation) {
        #expect(holdsIdentity, "\(self)", sourceLocation: location)
    }
}

/// Random numbers that are the same in every run.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
