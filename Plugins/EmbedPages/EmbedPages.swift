import Foundation
import PackagePlugin

/// Puts the pages into the program as a Swift source, so that it runs from anywhere without files beside it.
@main
struct EmbedPages: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) async throws -> [Command] {
        let sources = context.package.directoryURL.appending(path: "Sources/WebSocketTool")
        let pages = sources.appending(path: "www")
        let files =
            (FileManager.default.enumerator(at: pages, includingPropertiesForKeys: [.isRegularFileKey])?
            .compactMap { $0 as? URL } ?? [])
            .filter { (try? $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true }
            .sorted { $0.path < $1.path }
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedPages.swift")
        return [
            .buildCommand(
                displayName: "Embedding the pages",
                executable: sources.appending(path: "embed-pages"),
                arguments: [pages.path, output.path],
                inputFiles: files + [pages, sources.appending(path: "embed-pages")],
                outputFiles: [output])
        ]
    }
}
