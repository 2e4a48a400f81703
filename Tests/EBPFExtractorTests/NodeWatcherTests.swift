import Testing

@testable import EBPFExtractor

@Suite struct NodeWatcherTests {
    private static let old = FileIdentity(device: 1, inode: 1)
    private static let new = FileIdentity(device: 1, inode: 2)
    private static let process = NodeTarget.process(ProcessIdentity(pid: 7, startTime: 100))

    private func look(_ watcher: inout NodeWatcher, _ found: NodeTarget?, running: Set<FileIdentity> = [])
        -> NodeWatcher.Action?
    {
        watcher.look(found: found) { $0.intersection(running) }
    }

    @Test func attachesToWhatIsThereOnce() {
        var watcher = NodeWatcher()
        #expect(look(&watcher, nil) == nil)
        #expect(look(&watcher, .everyProcess(Self.old)) == .attach(.everyProcess(Self.old)))
        #expect(look(&watcher, .everyProcess(Self.old)) == nil)
    }

    @Test func missingFileIsAwaited() {
        var watcher = NodeWatcher(current: .everyProcess(Self.old))
        #expect(look(&watcher, nil) == nil)
        #expect(watcher.current == .everyProcess(Self.old))
        #expect(look(&watcher, .everyProcess(Self.old)) == nil)
    }

    @Test func upgradeWaitsForTheOldProgramToEnd() {
        var watcher = NodeWatcher(current: .everyProcess(Self.old))
        #expect(look(&watcher, .everyProcess(Self.new), running: [Self.old]) == nil)
        #expect(look(&watcher, .everyProcess(Self.new), running: [Self.new]) == .attach(.everyProcess(Self.new)))
        #expect(look(&watcher, .everyProcess(Self.new), running: [Self.new]) == nil)
    }

    @Test func upgradeOfAProgramThatDoesNotRunIsTakenAtOnce() {
        var watcher = NodeWatcher(current: .everyProcess(Self.old))
        #expect(look(&watcher, .everyProcess(Self.new)) == .attach(.everyProcess(Self.new)))
    }

    @Test func upgradeTakesTheNewProgramWhenBothRun() {
        var watcher = NodeWatcher(current: .everyProcess(Self.old))
        #expect(
            look(&watcher, .everyProcess(Self.new), running: [Self.old, Self.new]) == .attach(.everyProcess(Self.new)))
    }

    @Test func processIsLeftWhenItEnds() {
        var watcher = NodeWatcher()
        #expect(look(&watcher, Self.process) == .attach(Self.process))
        #expect(look(&watcher, nil) == .detach)
        #expect(look(&watcher, nil) == nil)
        #expect(look(&watcher, Self.process) == .attach(Self.process))
    }

    @Test func sameNumberOfALaterStartIsAnotherProcess() {
        var watcher = NodeWatcher(current: Self.process)
        let later = NodeTarget.process(ProcessIdentity(pid: 7, startTime: 200))
        #expect(look(&watcher, later) == .attach(later))
    }

    @Test func failureIsTriedAgain() {
        var watcher = NodeWatcher()
        #expect(look(&watcher, Self.process) == .attach(Self.process))
        watcher.failed()
        #expect(look(&watcher, Self.process) == .attach(Self.process))
    }
}
