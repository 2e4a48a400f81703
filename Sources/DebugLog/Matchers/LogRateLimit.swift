import PeerObserver

/// `Excessive logging detected from F:N (FUNCTION): >N bytes logged during the last time window of Ns. …` and
/// `Restarting logging from F:N (FUNCTION): N bytes were dropped during the last Ns.` (v30 and later)
extension LogRateLimitLine {
    /// Behind "from ".
    init?(_ line: inout LineScanner, suppressed: Bool) {
        guard let file = line.text(upTo: ":"), let number = line.unsigned32(), line.take(" ("),
            let function = line.text(upTo: "): ")
        else { return nil }
        if suppressed {
            guard line.take(">"), let bytes = line.unsigned(),
                line.take(" bytes logged during the last time window of "),
                let seconds = line.unsigned(), line.take("s.")
            else { return nil }
            self.init(
                suppressed: true, sourceFile: file, sourceLine: number, sourceFunction: function, byteCount: bytes,
                windowSeconds: seconds)
        } else {
            guard let bytes = line.unsigned(), line.take(" bytes were dropped during the last "),
                let seconds = line.unsigned(), line.take("s.")
            else { return nil }
            self.init(
                suppressed: false, sourceFile: file, sourceLine: number, sourceFunction: function, byteCount: bytes,
                windowSeconds: seconds)
        }
    }
}
