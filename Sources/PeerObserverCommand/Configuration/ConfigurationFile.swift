import Daemon
import Glibc
import TOMLKit

/// A configuration file: the keys that it gives, and what is wrong with it.
struct ConfigurationFile: Sendable {
    struct Entry: Sendable {
        let name: KeyName
        let value: ConfigurationValue
        let line: Int?
    }

    let path: String
    private(set) var entries: [Entry] = []
    private(set) var problems: [ConfigurationProblem] = []

    /// Nobody writes one that is larger.
    private static let sizeLimit = 1 << 20

    init(path: String) {
        self.path = path
        switch Self.read(path) {
        case .success(let text): parse(text)
        case .failure(let reason): problems.append(ConfigurationProblem(place: path, key: nil, reason: reason))
        }
    }

    init(path: String, text: String) {
        self.path = path
        parse(text)
    }

    private mutating func parse(_ text: String) {
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            let place = "\(path):\(error.source.begin.line)"
            problems.append(ConfigurationProblem(place: place, key: nil, reason: .syntax(error.description)))
            return
        } catch {
            problems.append(ConfigurationProblem(place: path, key: nil, reason: .syntax("\(error)")))
            return
        }
        let lines = TOMLLines(text)
        for section in table.keys.sorted(by: { (lines[[$0]] ?? 0, $0) < (lines[[$1]] ?? 0, $1) }) {
            guard let keys = table[section]?.table else {
                report([section], lines, .notInASection(section))
                continue
            }
            guard OptionTable.all.hasSection(section) else {
                let known = OptionTable.all.sections.map(\.name)
                report([section], lines, .unknownSection(section, similar: Similar.word(to: section, among: known)))
                continue
            }
            for key in keys.keys.sorted(by: { (lines[[section, $0]] ?? 0, $0) < (lines[[section, $1]] ?? 0, $1) }) {
                if let value = keys[key] { take(value, KeyName(section: section, key: key), lines) }
            }
        }
    }

    private mutating func take(_ value: any TOMLValueConvertible, _ name: KeyName, _ lines: TOMLLines) {
        let path = [name.section, name.key]
        guard let definition = OptionTable.all.definition(name) else {
            return report(path, lines, .unknownKey(name, similar: OptionTable.all.similar(to: name)))
        }
        do throws(ConfigurationProblem.Reason) {
            guard let value = ConfigurationValue(value) else {
                throw .wrongType(given: "a \(value.type)", wanted: definition.wanted)
            }
            try definition.check(value)
            entries.append(Entry(name: name, value: value, line: lines[path]))
        } catch {
            report(path, lines, error, name)
        }
    }

    private mutating func report(
        _ path: [String], _ lines: TOMLLines, _ reason: ConfigurationProblem.Reason, _ key: KeyName? = nil
    ) {
        problems.append(ConfigurationProblem(place: place(lines[path]), key: key, reason: reason))
    }

    func place(_ line: Int?) -> String { line.map { "\(path):\($0)" } ?? path }

    private static func read(_ path: String) -> Result<String, ConfigurationProblem.Reason> {
        // Not blocking, since the path may turn out to be a FIFO.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return .failure(.unreadable(errnoText(errno))) }
        defer { close(descriptor) }
        var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 65536))
        while bytes.count <= sizeLimit {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { return .failure(.unreadable(errnoText(errno))) }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        guard bytes.count <= sizeLimit else { return .failure(.unreadable("larger than \(sizeLimit) bytes")) }
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            return .failure(.unreadable("it is not text in UTF-8"))
        }
        return .success(text)
    }
}

extension ConfigurationValue {
    /// Nil for what no key has: tables, dates, arrays of arrays.
    init?(_ value: any TOMLValueConvertible) {
        if let bool = value.bool {
            self = .boolean(bool)
        } else if let int = value.int {
            self = .number(Double(int))
        } else if let double = value.double {
            guard double.isFinite else { return nil }
            self = .number(double)
        } else if let text = value.string {
            self = .text(text)
        } else if let array = value.array {
            var values: [ConfigurationValue] = []
            for element in array {
                guard let single = ConfigurationValue(element), single.argument != nil else { return nil }
                values.append(single)
            }
            self = .list(values)
        } else {
            return nil
        }
    }
}

extension OptionTable {
    /// The key that is likely to have been meant: of the same section, or of the same name in another one.
    func similar(to name: KeyName) -> String? {
        let own = names.filter { $0.section == name.section }.map(\.key)
        if let key = Similar.word(to: name.key, among: own) { return "\(name.section).\(key)" }
        return names.filter { $0.key == name.key }.min()?.description
    }
}
