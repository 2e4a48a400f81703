import PeerObserver

/// The arms of upstream's that tell more than a line's text.
enum UpstreamArm {
    static func kind(_ detail: LogEvent.Detail?) -> LogEvent.Kind? {
        guard case .validationSignal(let signal) = detail, let hash = signal.blockHash else { return nil }
        switch signal.signal {
        case "BlockConnected":
            return .blockConnectedLog(BlockConnectedLog(blockHash: hash, blockHeight: signal.height ?? 0))
        case "BlockChecked":
            let (state, message) = split(signal.reason ?? "")
            return .blockCheckedLog(BlockCheckedLog(blockHash: hash, state: state, debugMessage: message))
        default: return nil
        }
    }

    /// `ValidationState::ToString`: the reject reason, and where there is one the debug message behind ", ".
    private static func split(_ state: String) -> (String, String) {
        let text = state.utf8
        var position = text.startIndex
        while let comma = text[position...].firstIndex(of: UInt8(ascii: ",")) {
            let next = text.index(after: comma)
            if next < text.endIndex, text[next] == UInt8(ascii: " ") {
                return (String(state[..<comma]), String(state[text.index(after: next)...]))
            }
            position = next
        }
        return (state, "")
    }
}
