import ArchiveFormat
import Daemon
import Logging
import PeerObserver

/// Subscribes, archives until it is to stop, and ends the archive behind the last event.
struct Archiver: Sendable {
    let files: FileOptions
    let filters: FilterOptions
    let stream: StreamOptions
    let node: NodeName?
    let statistics: ArchiveStatistics

    /// What may wait per subject while the disk is slow.
    private static let pendingBytes = 64 << 20

    func run(_ daemon: Daemon) async throws {
        let (sink, unclosed) = try await offThread { () throws(DaemonError) in try prepare(daemon) }
        daemon.logger.info(
            "archiving",
            metadata: ["folder": "\(files.outputDir)", "filters": "\(filters.filter.words.joined(separator: ","))"])
        if let name = stream.jetstream {
            let configuration = StreamConfiguration(
                stream: name, consumer: stream.consumerName(baseName: files.baseName), domain: stream.jetstreamDomain,
                ackWait: stream.ackWait.duration)
            daemon.bus.consume(
                configuration,
                handler: StreamIntake(sink, interval: files.blockInterval.duration, statistics: statistics))
        } else {
            try await offThread { () throws(DaemonError) in
                do throws(ArchiveError) { try sink.start() } catch { throw DaemonError("\(error)") }
            }
            try daemon.bus.subscribe(to: filters.filter.patterns, pendingBytes: Self.pendingBytes, handler: sink)
            daemon.logger.info("subscribed", metadata: ["subjects": "\(filters.filter.patterns.count)"])
            // Nobody waits for it: what is not done when the process ends is done at the next start.
            Task.detached { [sync = files.sync] in await offThread { sink.recover(unclosed, sync: sync) } }
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await daemon.untilShutdown() }
            group.addTask {
                while !Task.isCancelled {
                    try? await Task.sleep(for: .seconds(1))
                    await offThread { sink.tick() }
                }
            }
            await group.next()
            group.cancelAll()
        }
        // What has arrived is delivered and written before the archive ends.
        sink.prepareToStop()
        await offThread {
            daemon.bus.stop()
            sink.close()
        }
    }

    /// Makes what events go into, and finds what earlier runs left: from a stream it is put right at once, since it tells what came
    /// before.
    private func prepare(_ daemon: Daemon) throws(DaemonError) -> (sink: ArchiveSink, unclosed: [String]) {
        var settings = files.settings
        let isStream = stream.jetstream != nil
        // Only what survives a power cut may be acknowledged, and only what the index tells of is known when it comes again.
        if isStream { (settings.sync, settings.needsIndex) = (.block, true) }
        var path = files.outputDir
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        var folder = try ArchiveFolder(
            path: path, base: files.baseName,
            retention: Retention(age: files.keepAge?.duration, size: files.keepSize?.bytes), logger: daemon.logger)
        folder.removeOrphans()
        let unclosed = isStream ? [] : folder.unclosed()
        if isStream { _ = folder.recoverAll(sync: settings.sync, onlyIndexed: true) }
        let age = files.maxFileAge.seconds > 0 ? files.maxFileAge.duration : nil
        let rotation = Rotation(
            folder: folder, header: header, settings: settings,
            limits: Rotation.Limits(
                size: files.maxFileSize.bytes, age: age, blockInterval: files.blockInterval.duration),
            logger: daemon.logger, losses: { daemon.bus.delivered?.ledger.lost ?? LossCounts() })
        let sink = ArchiveSink(
            rotation, filter: filters.filter, statistics: statistics, duplicates: isStream ? Duplicates() : nil)
        return (sink, unclosed)
    }

    private var header: ArchiveHeader {
        ArchiveHeader(
            created: 0, lowData: filters.lowData, node: node?.description, filters: filters.filter.words,
            writtenBy: "archiver \(daemonVersion)", version: 1,
            runID: .random(in: 1...UInt64.max))
    }
}
