import PeerObserver

extension RPC {
    static let getNetTotals = RPC("getnettotals") { reader throws(JSONError) in
        try reader.object(NetTotals.self).map { .netTotals($0) }
    }
}

extension NetTotals: TellsAbsent {
    static let fields: [RPCField<NetTotals>] = [
        .init("totalbytesrecv", "total_bytes_received", \.totalBytesReceived),
        .init("totalbytessent", "total_bytes_sent", \.totalBytesSent), .init("timemillis", "time_millis", \.timeMillis),
        .init("uploadtarget", "upload_target", object: \.uploadTarget),
    ]
}

extension UploadTarget: TellsAbsent {
    static let fields: [RPCField<UploadTarget>] = [
        .init("timeframe", \.timeframe), .init("target", \.target), .init("target_reached", \.targetReached),
        .init("serve_historical_blocks", \.serveHistoricalBlocks),
        .init("bytes_left_in_cycle", \.bytesLeftInCycle), .init("time_left_in_cycle", \.timeLeftInCycle),
    ]
}
