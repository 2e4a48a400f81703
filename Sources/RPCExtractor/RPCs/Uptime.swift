import PeerObserver

extension RPC {
    static let uptime = RPC("uptime") { reader throws(JSONError) in
        try UInt32.read(&reader).map { .uptime($0) }
    }
}
