import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import PeerObserver

/// The stand-in's RPC server, on a thread of its own.
final class RPCServer {
    let port: Int
    private let threads: MultiThreadedEventLoopGroup
    private let cookieFile: String?

    /// Listens, and writes the cookie file.
    init(_ options: RPCServerOptions, address: RPCAddress, answers: RPCAnswers) throws {
        cookieFile = options.rpcCookieFile
        var password: String?
        if let path = options.rpcCookieFile {
            let cookie = "__cookie__:\(Hex.encode((0..<32).map { _ in UInt8.random(in: 0...255) }))"
            try Output.write(cookie, toFile: path)
            password = cookie
        }
        let (delays, expected) = (options.delays, options.rpcAuth ?? password)
        threads = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let channel = try ServerBootstrap(group: threads)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let operations = channel.pipeline.syncOperations
                    try operations.configureHTTPServerPipeline(withPipeliningAssistance: true)
                    try operations.addHandler(RPCConnection(answers: answers, credentials: expected, delays: delays))
                }
            }
            .bind(host: address.host, port: address.port).wait()
        port = channel.localAddress?.port ?? 0
    }

    /// Ends every connection, and removes the cookie, as bitcoind does.
    func stop() {
        if let cookieFile { unlink(cookieFile) }
        try? threads.syncShutdownGracefully()
    }
}
