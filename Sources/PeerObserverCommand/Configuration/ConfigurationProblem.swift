/// What is wrong with a configuration.
struct ConfigurationProblem: Sendable, Equatable, CustomStringConvertible {
    enum Reason: Error, Sendable, Equatable {
        case unreadable(String)
        case syntax(String)
        case unknownSection(String, similar: String?)
        case unknownKey(KeyName, similar: String?)
        case notInASection(String)
        case wrongType(given: String, wanted: String)
        case missingFile(String, why: String)
        case missingKey(KeyName)
        case samePort(String, other: KeyName)
        case exclusive(KeyName)
        case noServer
        case unknownProgram(String)
        case needless(String)
    }

    /// The file with its line, the flag or the environment variable.
    let place: String
    let key: KeyName?
    let reason: Reason

    /// Whether the programs can run all the same.
    var isWarning: Bool {
        switch reason {
        case .needless: true
        default: false
        }
    }

    var description: String {
        "\(place): \(isWarning ? "warning: " : "")\(key.map { "\($0): " } ?? "")\(text)"
    }

    private var text: String {
        switch reason {
        case .unreadable(let why): "cannot be read: \(why)"
        case .syntax(let what): what
        case .unknownSection(let name, let similar):
            "there is no section [\(name)]\(Self.meant(similar.map { "[\($0)]" }))"
        case .unknownKey(let name, let similar): "there is no key \(name)\(Self.meant(similar))"
        case .notInASection(let key): "\(key) stands in no section; put it below [up], [common] or a program's name"
        case .wrongType(let given, let wanted): "\(given) is not \(wanted)"
        case .missingFile(let path, let why): "\(path): \(why)"
        case .missingKey(let name): "\(name) has to be given"
        case .samePort(let port, let other):
            "port \(port) is that of \(other) as well; give one of them another, or 0 for a free one"
        case .exclusive(let other): "excludes \(other): give one of them"
        case .noServer: "is for a server that is named: give nats-address, or leave this out"
        case .unknownProgram(let name):
            "there is no program \(name); there are \(Component.daemons.map(\.name).joined(separator: ", "))"
        case .needless(let what): what
        }
    }

    private static func meant(_ similar: String?) -> String { similar.map { "; did you mean \($0)?" } ?? "" }
}

/// The word that is likely to have been meant.
enum Similar {
    static func word(to word: String, among words: some Sequence<String>) -> String? {
        let limit = max(1, word.count / 3)
        let near = words.map { (word: $0, distance: distance(word, $0)) }.min {
            ($0.distance, $0.word) < ($1.distance, $1.word)
        }
        return near.flatMap { $0.distance <= limit ? $0.word : nil }
    }

    /// The number of letters to add, to leave out or to change. Nothing that is long is likely to be meant.
    private static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left.utf8.prefix(100)), Array(right.utf8.prefix(100)))
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let cost = min(diagonal + (a == b ? 0 : 1), row[j] + 1, row[j + 1] + 1)
                (diagonal, row[j + 1]) = (row[j + 1], cost)
            }
        }
        return row[right.count]
    }
}
