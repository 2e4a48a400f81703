import Glibc
import TestSupport
import Testing

@testable import Daemon

struct ServiceManagerTests {
    @Test func tellsItsSocket() throws {
        let socket = try NotifySocket()
        let manager = try #require(ServiceManager { ["NOTIFY_SOCKET": socket.path][$0] })
        manager.tell("READY=1")
        #expect(socket.receive() == "READY=1")
        #expect(manager.watchdog == nil)
    }

    @Test func isNoneWithoutASocketThatCanBeNamed() {
        #expect(ServiceManager { _ in nil } == nil)
        #expect(ServiceManager { ["NOTIFY_SOCKET": "relative"][$0] } == nil)
        #expect(ServiceManager { ["NOTIFY_SOCKET": "/" + String(repeating: "x", count: 200)][$0] } == nil)
        // Nobody listens: nothing happens.
        ServiceManager { ["NOTIFY_SOCKET": "/nonexistent/socket"][$0] }?.tell("READY=1")
    }

    @Test func watchesForTheProcessThatIsMeant() {
        func watchdog(_ more: [String: String]) -> Duration? {
            let variables = more.merging(["NOTIFY_SOCKET": "/run/notify"]) { $1 }
            return ServiceManager { variables[$0] }?.watchdog
        }
        #expect(watchdog(["WATCHDOG_USEC": "60000000"]) == .seconds(60))
        #expect(watchdog(["WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "\(getpid())"]) == .seconds(60))
        #expect(watchdog(["WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "1"]) == nil)
        #expect(watchdog(["WATCHDOG_USEC": "0"]) == nil)
        #expect(watchdog(["WATCHDOG_USEC": "soon"]) == nil)
    }

    @Test func aLoopThatStandsStillIsNamed() {
        let heartbeats = Heartbeats()
        let (first, second) = (heartbeats.add("first"), heartbeats.add("second"))
        var progress = Progress()
        #expect(progress.stall(heartbeats.list, nil) == nil)
        first.beat()
        second.beat()
        #expect(progress.stall(heartbeats.list, nil) == nil)
        first.beat()
        #expect(progress.stall(heartbeats.list, nil) == "second")
        first.beat()
        second.beat()
        #expect(progress.stall(heartbeats.list, nil) == nil)
    }

    @Test func eventsThatWaitHaveToBeHandled() {
        var progress = Progress()
        var ledger = DeliveryLedger()
        #expect(progress.stall([], (ledger, 5)) == nil)
        #expect(progress.stall([], (ledger, 5)) == "the handling of events")
        // Nothing to do is no stall.
        #expect(progress.stall([], (ledger, 0)) == nil)
        ledger.take(nil)
        #expect(progress.stall([], (ledger, 5)) == "the handling of events")
        ledger.flush(nil)
        #expect(progress.stall([], (ledger, 5)) == nil)
        ledger.lose(1, .slowConsumer)
        #expect(progress.stall([], (ledger, 5)) == nil)
    }
}
