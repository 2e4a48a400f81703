import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import PeerObserverCommand

struct ComponentTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test func everyExecutableOfThePackageIsAComponent() throws {
        let package = try String(contentsOf: Self.root.appending(path: "Package.swift"), encoding: .utf8)
        let products = package.matches(of: /\.executable\(name: "([a-z0-9-]+)"/).map { String($0.output.1) }
        #expect(products.count > 10)
        #expect(Set(products) == Set(Component.all.map(\.name) + ["peer-observer"]))
        #expect(ComponentNames.commands.count == Component.all.count)
        #expect(Set(ComponentNames.commands.map { $0.configuration.commandName }) == Set(Component.all.map(\.name)))
    }

    @Test(arguments: Component.all.map(\.name))
    func abstractIsTheProgramsOwn(_ name: String) throws {
        #expect(try Help.dump(name).command.abstract == Component.named(name)?.abstract)
    }

    @Test func argumentsAndExitCodeAreHandedOn() throws {
        let run = { (arguments: [String]) in try ChildProcess(try builtProduct("peer-observer"), arguments) }
        // The program's own help, not that of peer-observer, and the system's logger knows no such flag.
        let help = try run(["logger", "--help"])
        #expect(help.wait() == 0)
        try help.line(containing: "Prints events, one line each.")
        let wrong = try run(["archive", "verify", "/nowhere/at all", "--json"])
        #expect(wrong.wait() == 3)
        try wrong.line(containing: "/nowhere/at all")
        let version = try run(["rpc-extractor", "-V"])
        #expect(version.wait() == 0)
        #expect(version.output == ["0.1.0"])
        #expect(try run(["rpc-extractor", "--no-such-flag"]).wait() == 64)
        #expect(try run(["no-such-program"]).wait() == 64)
    }

    @Test func signalsReachTheProgramItself() throws {
        let node = try ChildProcess(try builtProduct("peer-observer"), ["demo-node", "--rate", "0"])
        try node.line(containing: "demo-node: running, pid \(node.pid)")
        node.signal(SIGTERM)
        #expect(node.wait() == 0)
    }

    @Test func aMissingProgramIsNamedWithThePlacesLookedAt() throws {
        let directory = try TemporaryDirectory()
        let copy = directory.path + "/peer-observer"
        try FileManager.default.copyItem(atPath: try builtProduct("peer-observer"), toPath: copy)
        let process = try ChildProcess(copy, ["logger"])
        #expect(process.wait() == 127)
        try process.line(containing: "there is no logger in \(directory.path), ")
    }

    @Test func programsOfALibexecFolderAreFound() throws {
        let directory = try TemporaryDirectory()
        for folder in ["bin", "libexec/peer-observer"] {
            try FileManager.default.createDirectory(
                atPath: directory.path + "/" + folder, withIntermediateDirectories: true)
        }
        try FileManager.default.copyItem(
            atPath: try builtProduct("peer-observer"), toPath: directory.path + "/bin/peer-observer")
        try FileManager.default.createSymbolicLink(
            atPath: directory.path + "/libexec/peer-observer/logger", withDestinationPath: try builtProduct("logger"))
        let process = try ChildProcess(directory.path + "/bin/peer-observer", ["logger", "--version"])
        #expect(process.wait() == 0)
        #expect(process.output == ["0.1.0"])
    }
}
