import PeerObserver

/// `FUNCTION: TITLE started`, `FUNCTION: TITLE completed (Fms)`: Core's `BCLog::Timer`
extension TimedStepLine {
    /// Behind "FUNCTION: ".
    init?(_ line: inout LineScanner, function: String) {
        if let title = line.rest(before: " started") {
            self.init(function: function, title: title, completed: false)
            return
        }
        guard let title = line.text(upToLast: " completed ("), let duration = line.decimal() else { return nil }
        let milliseconds: Double
        if line.take("ms)") {
            milliseconds = duration
        } else if line.take("s)") {
            milliseconds = duration * 1000
        } else if line.take("μs)") {
            milliseconds = duration / 1000
        } else {
            return nil
        }
        self.init(function: function, title: title, completed: true, durationMs: milliseconds)
    }
}
