import Glibc
import PeerObserver
import TestSupport
import Testing

extension Integration {
    /// The alerts tool as a process: from events on the bus to a program that is run for an alert.
    @Suite(.timeLimit(.minutes(1))) struct AlertsProcess {
        @Test func whatWaitsAtTheEndIsHandedOver() throws {
            let server = try NATSServer()
            let publisher = try PlainPublisher(server)
            let folder = try TemporaryDirectory()
            let command = try folder.write(
                "#!/bin/sh\nsleep 1\ncat > '\(folder.path)/input'\necho $ALERT_KIND > '\(folder.path)/kind'\n",
                to: "command")
            chmod(command, 0o700)
            let alerts = try ChildProcess(
                Products.path("alerts"),
                ["-a", server.address, "--set", "ping-spam.threshold=0", "--command", command])
            try alerts.line(containing: "subscribed")
            publisher.publish(SampleEvents.message(.ping(Ping(value: 1))), on: "netmsg")
            try alerts.line(containing: "alert: ")
            alerts.signal(SIGTERM)
            #expect(alerts.wait() == 0, "\(alerts.output)")
            #expect(try folder.read("kind") == "ping-spam\n")
            #expect(try folder.read("input").contains(#""kind":"ping-spam""#))
        }
    }
}
