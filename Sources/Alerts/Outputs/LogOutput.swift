import Logging
import PeerObserver

/// Alerts as lines of the log.
struct LogOutput: AlertOutput {
    let logger: Logger

    func emit(_ notice: AlertNotice, node: String?) {
        var metadata: Logger.Metadata = [
            "kind": "\(notice.kind)", "id": "\(notice.id)", "severity": "\(notice.severity.word)",
            "count": "\(notice.count)",
        ]
        if let node { metadata["node"] = "\(node)" }
        if let count = notice.peerCount { metadata["peers"] = "\(count)" }
        for measure in notice.measures { metadata["\(measure.name)"] = "\(measure.value.short)" }
        let words = [AlertState.raised: "alert", .ongoing: "alert goes on", .resolved: "alert is over"]
        logger.log(
            level: notice.state == .resolved ? .info : .warning,
            "\(words[notice.state] ?? "alert"): \(notice.summary)", metadata: metadata)
    }

    func log(_ line: String) { logger.info("\(line)") }
}
