import Foundation
import Synchronization
import TestSupport

@testable import RPCExtractor

/// A node's RPC server that says what was recorded of one version: results, and errors where it had those.
final class RecordedNode: Sendable {
    let port: Int
    private let listening: Int32
    private let folder: String
    private let asked = Mutex<[String: Int]>([:])

    init(_ folder: String) throws {
        self.folder = folder
        (listening, port) = try LoopbackSocket.listen()
        Thread.detachNewThread { [self] in
            while let connection = LoopbackSocket.accept(from: listening) {
                Thread.detachNewThread { [self] in serve(connection) }
            }
            close(listening)
        }
    }

    /// How often each method was asked.
    var questions: [String: Int] { asked.withLock { $0 } }

    func stop() { shutdown(listening, Int32(SHUT_RDWR)) }

    private func serve(_ connection: Int32) {
        defer { close(connection) }
        var request: [UInt8] = []
        while true {
            let piece = LoopbackSocket.receive(from: connection)
            guard !piece.isEmpty else { return }
            request += piece
            // A question ends with its parameters, which have no braces.
            let text = String(decoding: request, as: UTF8.self)
            guard text.hasSuffix("}"), let found = text.firstMatch(of: /"method":"([a-z]+)"/) else { continue }
            request = []
            let method = String(found.output.1)
            asked.withLock { $0[method, default: 0] += 1 }
            guard let answer = try? Fixture.httpAnswer(method, folder) else { return }
            let head = "HTTP/1.1 \(answer.status) X\r\nContent-Length: \(answer.body.count)\r\n\r\n"
            guard LoopbackSocket.send(Array(head.utf8) + answer.body, to: connection) else { return }
        }
    }
}
