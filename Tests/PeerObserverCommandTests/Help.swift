import Foundation
import TestSupport

/// What a program tells of itself with `--experimental-dump-help`.
struct Help: Decodable {
    struct Name: Decodable {
        let kind: String
        let name: String
    }

    struct Argument: Decodable {
        let abstract: String?
        let allValueStrings: [String]?
        let allValues: [String]?
        let defaultValue: String?
        let isOptional: Bool
        let isRepeating: Bool
        let kind: String
        let names: [Name]?
        let preferredName: Name?
        let sectionTitle: String?
        let shouldDisplay: Bool
        let valueName: String?
    }

    struct Command: Decodable {
        let commandName: String
        let abstract: String?
        let arguments: [Argument]?
        let subcommands: [Command]?
    }

    let command: Command

    static func dump(_ program: String) throws -> Help {
        let process = try ChildProcess(try builtProduct(program), ["--experimental-dump-help"])
        guard process.wait() == 0 else { throw TestError("\(program) does not tell its options") }
        return try JSONDecoder().decode(Help.self, from: Data(process.output.joined(separator: "\n").utf8))
    }
}
