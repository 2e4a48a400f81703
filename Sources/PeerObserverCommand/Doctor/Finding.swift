import FoundationEssentials

/// What one check has found, and what to do about it.
struct Finding: Sendable, Equatable, Encodable {
    enum State: String, Sendable, Encodable {
        case ok
        /// Works, but not as well as it could, or not for all.
        case warning
        /// Has to be mended.
        case failure
        /// Could not be looked at, or is not wanted.
        case skipped
    }

    let check: String
    let state: State
    /// What is the case.
    let detail: String
    /// What to do; nil where nothing is to be done.
    let advice: String?

    init(_ check: String, _ state: State, _ detail: String, advice: String? = nil) {
        self.check = check
        self.state = state
        self.detail = detail
        self.advice = advice
    }
}

extension [Finding] {
    /// A line each, and a further one for what is to be done.
    var table: [String] {
        let width = map(\.check.count).max() ?? 0
        return flatMap { finding in
            let word =
                switch finding.state {
                case .ok: "ok  "
                case .warning: "WARN"
                case .failure: "FAIL"
                case .skipped: "skip"
                }
            let head = "\(word)  \(finding.check)" + String(repeating: " ", count: width - finding.check.count)
            let line = "\(head)  \(OutputLines.harmless(finding.detail.utf8))"
            let advice = finding.advice.map {
                String(repeating: " ", count: width + 8) + "-> " + OutputLines.harmless($0.utf8)
            }
            return [line] + [advice].compactMap(\.self)
        }
    }

    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    }
}
