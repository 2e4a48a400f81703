import PeerObserver

/// Every kind of line that is understood, in the order in which they are tried.
enum MatcherTable {
    static let all: [Matcher] = [
        Matcher("UpdateTip: new best=", .updateTip) {
            UpdateTipLine(&$0, background: false).map(LogEvent.Detail.updateTip)
        }
    ]
}
