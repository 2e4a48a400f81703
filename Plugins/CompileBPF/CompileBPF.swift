import Foundation
import PackagePlugin

/// Compiles the BPF programs with the Swift toolchain's own clang and hands the object to the target as a Swift source, so that
/// `swift build` alone makes everything (SwiftPM compiles no C source that a plugin makes, and the object needs no file at run
/// time).
@main
struct CompileBPF: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) async throws -> [Command] {
        let package = context.package.directoryURL
        let programs = package.appending(path: "bpf")
        let records = package.appending(path: "Sources/CTraceEvents/include/trace_events.h")
        let sources = try FileManager.default
            .contentsOfDirectory(at: programs, includingPropertiesForKeys: nil)
            .filter { !$0.lastPathComponent.hasPrefix(".") }
            .sorted { $0.path < $1.path }
        let output = context.pluginWorkDirectoryURL.appending(path: "BPFObjectFile.swift")
        return [
            .buildCommand(
                displayName: "Compiling the BPF programs",
                executable: programs.appending(path: "compile"),
                arguments: [try context.tool(named: "clang").url.path, "host", output.path],
                inputFiles: sources + [records],
                outputFiles: [output])
        ]
    }
}
