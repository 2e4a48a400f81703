import PeerObserver

/// `trying v2 connection (TYPE) to TARGET, lastseen=Fhrs`; up to v31 `trying v2 connection TARGET lastseen=Fhrs`, before
/// v26 without the transport
extension ConnectionAttemptLine {
    /// Behind "trying ".
    init?(_ line: inout LineScanner) {
        let transport: String? = line.take("v2 ") ? "v2" : line.take("v1 ") ? "v1" : nil
        guard line.take("connection ") else { return nil }
        var type: String?
        if line.take(UInt8(ascii: "(")) {
            guard let name = line.text(upTo: ") to ") else { return nil }
            type = name
        }
        guard let target = line.address() else { return nil }
        _ = line.take(UInt8(ascii: ","))
        guard line.take(" lastseen="), let hours = line.decimal(), line.take("hrs") else { return nil }
        self.init(target: target, lastSeenHours: hours, transport: transport, connectionType: type)
    }
}
