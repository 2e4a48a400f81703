/// What to attach to.
enum NodeTarget: Hashable {
    /// Every process that runs this file, now or later.
    case everyProcess(FileIdentity)
    case process(ProcessIdentity)
}

/// Decides when to attach and detach, from what is seen of the node at each look. Without I/O.
struct NodeWatcher {
    enum Action: Equatable {
        case attach(NodeTarget)
        /// The process has ended.
        case detach
    }

    private(set) var current: NodeTarget?

    init(current: NodeTarget? = nil) { self.current = current }

    /// - Parameters:
    ///   - found: what is at the path, or the process that is meant; nil where there is nothing.
    ///   - running: which of two files are run by some process.
    mutating func look(found: NodeTarget?, running: (Set<FileIdentity>) -> Set<FileIdentity>) -> Action? {
        if found == current { return nil }
        switch (current, found) {
        case (.everyProcess, nil):
            // Between the removal of a file and its replacement; what runs is still observed.
            return nil
        case (.everyProcess(let old), .everyProcess(let new)):
            // An upgrade: stay with the old file while it is the one that runs.
            let running = running([old, new])
            if running.contains(old), !running.contains(new) { return nil }
        default: break
        }
        current = found
        return found.map(Action.attach) ?? .detach
    }

    /// The attachment failed: the next look tries again.
    mutating func failed() { current = nil }
}
