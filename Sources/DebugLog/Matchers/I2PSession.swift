import PeerObserver

/// `Creating TYPE I2P SAM session ID with A`, `Transient I2P SAM session ID created, my address=A`,
/// `Destroying I2P SAM session ID`; up to v30 without "I2P"
extension I2PSessionLine {
    /// Behind the type; the text of the line has it capitalised or not.
    init?(created line: inout LineScanner, type: String) {
        _ = line.take("I2P ")
        guard line.take("SAM session "), let id = line.word(), line.take(" created, my address="),
            let address = line.address()
        else { return nil }
        self.init(event: "created", sessionType: type, sessionID: id, address: address)
    }

    /// Behind "Creating ".
    init?(creating line: inout LineScanner) {
        let type = line.take("transient ") ? "transient" : line.take("persistent ") ? "persistent" : ""
        _ = line.take("I2P ")
        guard !type.isEmpty, line.take("SAM session "), let id = line.word() else { return nil }
        self.init(event: "creating", sessionType: type, sessionID: id)
    }

    /// Behind "Destroying ".
    init?(destroying line: inout LineScanner) {
        _ = line.take("incomplete ")
        _ = line.take("I2P ")
        guard line.take("SAM session") else { return nil }
        _ = line.take(UInt8(ascii: " "))
        self.init(event: "destroying", sessionID: line.word())
    }

    /// `Error connecting to A.b32.i2p:0: ERROR`, behind "to ".
    init?(error line: inout LineScanner) {
        guard let address = line.address() else { return nil }
        guard line.take(": ") || line.take(", ") else { return nil }
        self.init(event: "error", address: address, error: line.rest())
    }
}
