import Foundation
import Glibc
import TestSupport
import Testing

extension Integration {
    /// A daemon under a service manager that watches: systemd's side of sd_notify(3).
    @Suite(.timeLimit(.minutes(1))) struct WatchedDaemon {
        private func start(_ socket: NotifySocket, _ arguments: [String]) throws -> ChildProcess {
            var environment = ProcessInfo.processInfo.environment
            environment["NOTIFY_SOCKET"] = socket.path
            environment["WATCHDOG_USEC"] = "2000000"
            return try ChildProcess(Products.path("metrics"), arguments, environment: environment)
        }

        @Test func readyComesWithoutAServerAndAllIsWellWithOne() throws {
            let port = try freePort()
            let socket = try NotifySocket()
            let daemon = try start(socket, ["-a", "127.0.0.1:\(port)", "-m", "127.0.0.1:0"])
            #expect(socket.receive() == "READY=1")
            #expect(try socket.state(containing: "waiting for NATS").contains("WATCHDOG=1"))
            let server = try NATSServer(port: port)
            let connected = try socket.state(containing: "connected to NATS")
            #expect(connected.contains("WATCHDOG=1") && connected.contains("0 events, 0 lost"))
            withExtendedLifetime(server) { daemon.signal(SIGTERM) }
            #expect(try socket.state(containing: "STOPPING") == "STOPPING=1")
            #expect(daemon.wait() == 0)
        }
    }
}
