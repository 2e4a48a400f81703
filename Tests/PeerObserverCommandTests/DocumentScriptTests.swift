import Foundation
import TestSupport
import Testing

@testable import PeerObserverCommand

/// What `scripts/man` and `scripts/completions` make of the programs' own definitions.
struct DocumentScriptTests {
    private static func script(_ name: String, _ output: String) throws -> ChildProcess {
        let programs = URL(filePath: try builtProduct("peer-observer")).deletingLastPathComponent().path
        return try ChildProcess(
            ComponentTests.root.appending(path: "scripts/\(name)").path, [output, "--bin", programs])
    }

    private static func pages() throws -> (directory: TemporaryDirectory, files: [String]) {
        let directory = try TemporaryDirectory()
        let made = try script("man", directory.path)
        guard made.wait() == 0 else { throw TestError("scripts/man: \(made.output)") }
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
        return (directory, names.map { directory.path + "/" + $0 })
    }

    @Test func everyProgramAndSubcommandHasAManPageWithEveryOption() throws {
        let (directory, files) = try Self.pages()
        let names = Set(files.map { URL(filePath: $0).lastPathComponent })
        #expect(names.isSuperset(of: Component.all.map { "peer-observer-\($0.name).1" } + ["peer-observer.1"]))
        #expect(names.isSuperset(of: ["peer-observer-archive-verify.1", "peer-observer-log-extractor-scan.1"]))
        for component in Component.all {
            let page = try String(
                contentsOfFile: "\(directory.path)/peer-observer-\(component.name).1", encoding: .utf8)
            for name in try Help.dump(component.name).command.arguments?.flatMap({ $0.names ?? [] }) ?? [] {
                let dashed = (name.kind == "short" ? "-" : "--") + name.name
                let text = dashed.split(separator: "", omittingEmptySubsequences: false).map { $0 == "-" ? "\\-" : $0 }
                #expect(page.contains("\\fB\(text.joined())\\fR"), "\(component.name) \(dashed)")
            }
        }
    }

    @Test(.enabled(if: isExecutable("/usr/bin/mandoc"), "mandoc is not installed"))
    func mandocFindsNothingAmissInThePages() throws {
        let (directory, files) = try Self.pages()
        // The pages go with it.
        defer { withExtendedLifetime(directory) {} }
        let lint = try ChildProcess("/usr/bin/mandoc", ["-Tlint", "-Wwarning"] + files)
        #expect(lint.wait() == 0)
        #expect(lint.output == [])
    }

    @Test(.enabled(if: isExecutable("/usr/bin/man"), "man is not installed"))
    func manShowsThePagesWithoutWarnings() throws {
        let (directory, files) = try Self.pages()
        defer { withExtendedLifetime(directory) {} }
        let shown = try ChildProcess(
            "/bin/sh", ["-c", "for page; do man --warnings -E UTF-8 -l \"$page\" > /dev/null; done", "sh"] + files,
            environment: ["PATH": "/usr/bin:/bin", "MANWIDTH": "100", "LC_ALL": "C.UTF-8", "HOME": directory.path])
        #expect(shown.wait() == 0)
        #expect(shown.output == [])
    }

    @Test func completionsAreValidInTheirShells() throws {
        let directory = try TemporaryDirectory()
        let made = try Self.script("completions", directory.path)
        #expect(made.wait() == 0, "\(made.output)")
        for (shell, pattern) in [("bash", "bash/%"), ("zsh", "zsh/_%"), ("fish", "fish/%.fish")] {
            guard let path = ["/bin/\(shell)", "/usr/bin/\(shell)"].first(where: isExecutable) else { continue }
            for name in Component.all.map(\.name) + ["peer-observer"] {
                let file = directory.path + "/" + pattern.replacing("%", with: name)
                let checked = try ChildProcess(path, ["-n", file])
                #expect(checked.wait() == 0, "\(shell): \(checked.output)")
            }
        }
    }

    @Test func bashCompletesProgramsAndTheirOptions() throws {
        let directory = try TemporaryDirectory()
        #expect(try Self.script("completions", directory.path).wait() == 0)
        let programs = URL(filePath: try builtProduct("peer-observer")).deletingLastPathComponent().path
        /// What Tab offers behind `words`, the last of which is being typed.
        func offered(_ words: [String]) throws -> [String] {
            let program = """
                PATH="$1:$PATH"; source "$2/bash/$3"; shift 2
                COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
                spec=$(complete -p "$1"); function=${spec#*-F }; "${function%% *}" "$1" "${!#}" "${COMP_WORDS[$#-2]}"
                printf '%s\\n' "${COMPREPLY[@]}"
                """
            let shell = try ChildProcess("/bin/bash", ["-c", program, "bash", programs, directory.path] + words)
            #expect(shell.wait() == 0)
            return shell.output.map { $0.trimmingCharacters(in: .whitespaces) }
        }
        #expect(Set(try offered(["peer-observer", "rp"])) == ["rpc-extractor"])
        #expect(try offered(["rpc-extractor", "--rpc-c"]).contains("--rpc-cookie-file"))
    }
}
