import ArchiveFormat
import Dispatch
import Glibc
import PeerObserver
import Synchronization
import TestSupport
import Testing

extension Integration {
    /// Archivers that are killed at random moments, again and again; several at a time, since they start longer than they live.
    @Suite(.timeLimit(.minutes(15))) struct ArchiverKills {
        /// `ARCHIVER_KILLS` sets another number than the 200 from the bus and the 60 from a stream.
        private static let given = getenv("ARCHIVER_KILLS").flatMap { Int(String(cString: $0)) }
        private static let lanes = 4

        /// What is written must be there, and what was not is the block at hand: of each archive, and of each life.
        @Test func eachLosesTheBlockAtHandAndNothingBefore() throws {
            let (server, kills) = (try NATSServer(), Self.given ?? 200)
            let isEnough = Atomic(false)
            let feeder = try Feeder(server) { !isEnough.load(ordering: .relaxed) }
            let lanes = try (0..<Self.lanes).map { try KilledLane(server, number: $0) }
            Self.inParallel(lanes) { lane in
                for round in 0..<kills / Self.lanes { try lane.live(round: round) }
            }
            isEnough.store(true, ordering: .relaxed)
            feeder.waitForEnd()
            for lane in lanes { try lane.verify() }
            let (kept, interrupted) = lanes.reduce((0, 0)) { ($0.0 + $1.kept, $0.1 + $1.interrupted) }
            print("\(kills) kills: \(kept) events kept, \(interrupted) archives in the middle of being written")
            #expect(kept > 10 * kills && interrupted > kills / 3)
        }

        /// Archivers and the server, while events come in: what the stream holds is archived once.
        @Test func fromAStreamNothingIsLostAndNothingComesTwice() throws {
            let (store, kills) = (try TemporaryDirectory(), Self.given ?? 60)
            let server = try NATSServer(configuration: StreamClient.configuration(store))
            try StreamClient(server).makeStream()
            let folder = try TemporaryDirectory()
            let lanes = (0..<Self.lanes).map { StreamLane(server, folder.path, number: $0) }
            let isDone = Atomic(false)
            let (ended, total) = (DispatchSemaphore(value: 0), Slot(0))
            DispatchQueue(label: "lanes").async {
                Self.inParallel(lanes) { lane in for _ in 0..<kills / Self.lanes { try lane.live() } }
                isDone.store(true, ordering: .relaxed)
                ended.signal()
            }
            // The server is killed in turn with publishing: what it holds is known before each kill.
            var serverKills = 0
            while !isDone.load(ordering: .relaxed) || serverKills < 3 {
                let client = try StreamClient(server)
                let numbers = total.value + 1...total.value + 400
                total.value += numbers.count
                try client.publish(numbers.map { StreamLane.event($0) }, total: total.value)
                usleep(.random(in: 0...400_000))
                server.kill()
                serverKills += 1
                try server.restart()
            }
            ended.wait()
            print("\(kills) kills of archivers and \(serverKills) of the server, \(total.value) messages")
            for lane in lanes { try lane.verify(total.value) }
        }

        private static func inParallel<Lane: Sendable>(
            _ lanes: [Lane], _ work: @escaping @Sendable (Lane) throws -> Void
        ) {
            DispatchQueue.concurrentPerform(iterations: lanes.count) { index in
                do { try work(lanes[index]) } catch { Issue.record(error) }
            }
        }
    }
}
