import Foundation
import Glibc
import TestSupport

/// A regtest node of Bitcoin Core that dials p2p-extractors.
final class P2PRealNode: Sendable {
    let process: ChildProcess
    let port: Int
    private let rpcPort: Int

    static let arguments = [
        "-printtoconsole", "-rpcuser=u", "-rpcpassword=p", "-listenonion=0", "-discover=0", "-dnsseed=0",
        "-fixedseeds=0", "-debug=net", "-logtimemicros", "-fallbackfee=0.0001",
    ]

    /// Returns when it has loaded.
    init(
        in directory: TemporaryDirectory, dialling ports: [Int] = [], chain: [String] = ["-regtest"],
        _ arguments: [String] = []
    ) throws {
        guard let path = Bitcoind.path else { throw TestError("BITCOIND_EXE names no bitcoind") }
        (port, rpcPort) = (try freePort(), try freePort())
        process = try ChildProcess(
            path,
            chain + Self.arguments + [
                "-datadir=\(directory.path)", "-bind=127.0.0.1:\(port)", "-rpcport=\(rpcPort)",
            ] + ports.map { "-addnode=127.0.0.1:\($0)" } + arguments)
        try process.line(containing: "Done loading", within: .seconds(60))
    }

    /// The result of a call; arguments as JSON.
    @discardableResult
    func call(_ method: String, _ arguments: String..., wallet: String? = nil) throws -> Any {
        let body = "{\"method\":\"\(method)\",\"params\":[\(arguments.joined(separator: ","))]}"
        // The credentials are u:p.
        let answer = try httpRequest(
            "POST /\(wallet.map { "wallet/\($0)" } ?? "") HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic dTpw\r\n"
                + "Connection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)", port: rpcPort)
        let json = answer.firstRange(of: "\r\n\r\n").map { answer[$0.upperBound...] } ?? ""
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        guard let result = object?["result"], !(result is NSNull) || object?["error"] is NSNull else {
            throw TestError("\(method): \(answer)")
        }
        return result
    }

    /// Its connection to an extractor.
    func peer(on port: Int) throws -> [String: Any]? {
        let peers = try call("getpeerinfo") as? [[String: Any]]
        return peers?.first { $0["addr"] as? String == "127.0.0.1:\(port)" }
    }

    /// Mines blocks and returns their hashes.
    @discardableResult
    func mine(_ count: Int, to address: String? = nil) throws -> [String] {
        let hashes =
            if let address {
                try call("generatetoaddress", "\(count)", "\"\(address)\"")
            } else {
                try call("generatetodescriptor", "\(count)", "\"raw(51)\"")
            }
        return hashes as? [String] ?? []
    }

    var height: Int { get throws { try call("getblockcount") as? Int ?? -1 } }

    func stop() {
        process.signal(SIGTERM)
        _ = process.wait()
    }
}
