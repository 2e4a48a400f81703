import ArgumentParser
import Daemon

/// How to reach the node.
struct NodeOptions: ParsableArguments {
    @Option(help: "Where the node's RPC server listens.")
    var rpcHost = ListenAddress(host: "127.0.0.1", port: 8332)

    @Option(help: "File in which the node keeps its cookie; read again when the node has a new one.")
    var rpcCookieFile: String?

    @Option(help: "User name for the node; needs a password file or a password.")
    var rpcUser: String?

    @Option(help: "Password for the node. Everybody on the machine can read it here.")
    var rpcPassword: String?

    @Option(help: "File with the password for the node.")
    var rpcPasswordFile: String?

    @Option(help: "Seconds that connecting to the node may take.")
    var rpcConnectTimeout = Seconds(3)

    @Option(help: "Seconds that an answer may take, connecting included.")
    var rpcTimeout = Seconds(30)

    @Option(help: "Most connections to the node at a time; it works on 16 requests at once unless told otherwise.")
    var rpcConnections = 8

    @Option(help: "Largest answer that is taken, in MiB.")
    var maxAnswerSize = 32

    func validate() throws {
        let isHost = rpcHost.host.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"): true
            case UInt8(ascii: "_"): true
            default: false
            }
        }
        guard isHost, rpcHost.port > 0 else { throw ValidationError("--rpc-host \(rpcHost): give host:port") }
        guard 1...64 ~= rpcConnections else {
            throw ValidationError("--rpc-connections \(rpcConnections): give a number from 1 to 64")
        }
        guard 1...1024 ~= maxAnswerSize else {
            throw ValidationError("--max-answer-size \(maxAnswerSize): give a number from 1 to 1024")
        }
        let passwords = [rpcPassword, rpcPasswordFile].compactMap(\.self).count
        switch (rpcUser, rpcCookieFile) {
        case (nil, nil):
            throw ValidationError("give --rpc-cookie-file, or --rpc-user with --rpc-password-file")
        case (.some, .some): throw ValidationError("give --rpc-cookie-file or --rpc-user, not both")
        case (.some, nil) where passwords != 1:
            throw ValidationError(
                passwords == 0
                    ? "--rpc-user needs a password: add --rpc-password-file"
                    : "give --rpc-password-file or --rpc-password, not both")
        case (nil, .some) where passwords > 0: throw ValidationError("a password for the node needs --rpc-user")
        default: break
        }
    }

    var warnings: [String] {
        guard rpcPassword != nil else { return [] }
        return ["--rpc-password shows the password to everybody on this machine; better use --rpc-password-file"]
    }

    /// Reads the password file.
    func settings() throws(DaemonError) -> (transport: HTTPTransport.Settings, credentials: CredentialSource) {
        let transport = HTTPTransport.Settings(
            url: "http://\(rpcHost)/", connectTimeout: rpcConnectTimeout.duration, timeout: rpcTimeout.duration,
            answerLimit: maxAnswerSize << 20, connections: rpcConnections)
        if let rpcCookieFile { return (transport, .cookieFile(rpcCookieFile)) }
        let password: String
        if let rpcPassword {
            password = rpcPassword
        } else {
            password = try SecretFile.read(rpcPasswordFile ?? "", "the node's password")
        }
        return (transport, .password(user: rpcUser ?? "", password: password))
    }
}
