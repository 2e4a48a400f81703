/// Times for people.
enum TimeText {
    /// `3d 4h 5m 6s`.
    static func duration(milliseconds: UInt64) -> String {
        let seconds = milliseconds / 1000
        if seconds < 60 { return "\(seconds).\(String(1000 + milliseconds % 1000).dropFirst()) s" }
        var parts: [String] = []
        if seconds >= 86_400 { parts.append("\(seconds / 86_400)d") }
        if seconds >= 3600 { parts.append("\(seconds / 3600 % 24)h") }
        return (parts + ["\(seconds / 60 % 60)m", "\(seconds % 60)s"]).joined(separator: " ")
    }
}
