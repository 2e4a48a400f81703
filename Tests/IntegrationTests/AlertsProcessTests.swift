import Glibc
import PeerObserver
import TestSupport
import Testing

extension Integration {
    /// The alerts tool as a process: from events on the bus to a program that is run for an alert.
    @Suite(.timeLimit(.minutes(1))) struct AlertsProcess {
        /// The program, that has been sent a ping which it takes for one too many.
        private static func alertsWithAnAlert(_ server: NATSServer, _ options: [String]) throws -> ChildProcess {
            let alerts = try ChildProcess(
                Products.path("alerts"), ["-a", server.address, "--set", "ping-spam.alert=0"] + options)
            try alerts.line(containing: "subscribed")
            try PlainPublisher(server).publish(SampleEvents.message(.ping(Ping(value: 1))), on: "netmsg")
            return alerts
        }

        @Test func whatWaitsAtTheEndIsHandedOver() throws {
            let server = try NATSServer()
            let folder = try TemporaryDirectory()
            let command = try folder.write(
                "#!/bin/sh\nsleep 1\ncat > '\(folder.path)/input'\necho $ALERT_KIND > '\(folder.path)/kind'\n",
                to: "command")
            chmod(command, 0o700)
            let alerts = try Self.alertsWithAnAlert(server, ["--command", command])
            try alerts.line(containing: "alert: ")
            alerts.signal(SIGTERM)
            #expect(alerts.wait() == 0, "\(alerts.output)")
            #expect(try folder.read("kind") == "ping-spam\n")
            #expect(try folder.read("input").contains(#""kind":"ping-spam""#))
        }

        @Test func theEndOfTheProgramEndsItsAlerts() throws {
            let server = try NATSServer()
            let subscriber = try EventSubscriber.on(server, subjects: ["node.*.alerts.*"])
            defer { subscriber.stop() }
            let folder = try TemporaryDirectory()
            let command = try folder.write(
                "#!/bin/sh\necho $ALERT_STATE $ALERT_ID >> '\(folder.path)/states'\n", to: "command")
            chmod(command, 0o700)
            let alerts = try Self.alertsWithAnAlert(server, ["--command", command])
            try subscriber.wait(for: 1)
            alerts.signal(SIGTERM)
            #expect(alerts.wait() == 0, "\(alerts.output)")
            try subscriber.wait(for: 2)
            let told = try subscriber.events().compactMap { event in
                if case .alerts(let alerts) = event.payload, case .alert(let notice) = alerts.event {
                    notice
                } else {
                    nil
                }
            }
            #expect(told.map(\.state) == [.raised, .resolved] && told[0].id == told[1].id)
            #expect(try folder.read("states") == "raised \(told[0].id)\nresolved \(told[0].id)\n")
        }

        @Test func aNodeThatFallsSilentHasItsAlertsEnded() throws {
            let server = try NATSServer()
            let alerts = try Self.alertsWithAnAlert(server, ["--node-silence", "1"])
            try alerts.line(containing: "alert: ")
            try alerts.line(containing: "no event has come for 1 s")
            try alerts.line(containing: "alert is over: ")
            alerts.signal(SIGTERM)
            #expect(alerts.wait() == 0, "\(alerts.output)")
        }
    }
}
