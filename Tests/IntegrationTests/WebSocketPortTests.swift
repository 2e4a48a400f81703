import Daemon
import Glibc
import TestSupport
import Testing

extension Integration {
    /// The port of the websocket tool may be one that the kernel gives to outgoing connections.
    @Suite(.timeLimit(.minutes(1))) struct WebSocketPort {
        @Test func aPortThatAnOutgoingConnectionHasIsToldWithAWayOut() throws {
            let server = try LoopbackSocket.listen()
            defer { close(server.descriptor) }
            let client = try LoopbackSocket.connect(port: server.port)
            defer { close(client) }
            let port = LoopbackSocket.localPort(client)
            let tool = try ChildProcess(Products.path("websocket"), ["-a", "127.0.0.1:1", "-w", "127.0.0.1:\(port)"])
            #expect(tool.wait() == 1)
            let line = try tool.line(containing: "error: cannot listen on 127.0.0.1:\(port): Address already in use")
            let advice =
                OutgoingPorts().contains(port)
                ? "(give another --websocket-address, or keep the port from outgoing connections with sysctl net.ipv4.ip_local_reserved_ports=\(port))"
                : "(end what has it, or give another --websocket-address)"
            #expect(line.hasSuffix(advice), "\(line)")
        }
    }
}
