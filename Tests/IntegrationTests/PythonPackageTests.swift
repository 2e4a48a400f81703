import Foundation
import Glibc
import TestSupport
import Testing

/// The package in `python/`: its units, then both programs on the demo node's traffic, with a real nats-server.
@Suite(.enabled(if: PythonPackage.obstacle == nil, "\(PythonPackage.obstacle ?? "")"))
struct PythonPackageTests {
    @Test(.timeLimit(.minutes(3))) func rowsAreWhatTheLoggerPrints() throws {
        let programs = URL(filePath: Products.path("logger")).deletingLastPathComponent().path
        let test = try ChildProcess(PythonPackage.test, ["--bin", programs])
        let code = test.wait()
        let said = test.output.joined(separator: "\n")
        #expect(code == 0, "\(said)")
        #expect(test.output.last == "all is good", "\(said)")
        for line in test.output where line.hasPrefix("eBPF cannot") { print(line) }
    }
}

private enum PythonPackage {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let test = root.appending(path: "python/test").path

    /// Why the package cannot be tried here; nil where it can.
    static let obstacle: String? =
        access(root.appending(path: ".build/python/bin/ping_recorder").path, X_OK) == 0
        ? nil : "there is no .build/python, which scripts/python makes"
}
