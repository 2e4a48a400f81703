import PeerObserver

/// `Leaving InitialBlockDownload (latching to false)`, `Shutdown requested. Exiting.`, `Shutdown in progress...`,
/// `Shutdown done`; before v30 `Shutdown: In progress...`, `Shutdown: done`
extension NodeStateLine {
    /// Behind "Shutdown".
    init?(shutdown line: inout LineScanner) {
        if line.take(" in progress") || line.take(": In progress") {
            self.init(state: "shutting_down")
        } else if line.take(" done") || line.take(": done") {
            self.init(state: "stopped")
        } else if line.take(" requested") {
            self.init(state: "shutdown_wanted")
        } else {
            return nil
        }
    }
}
