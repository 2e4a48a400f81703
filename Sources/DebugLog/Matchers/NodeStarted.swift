import PeerObserver

/// `Bitcoin Core version v31.0.0 (release build)`
extension NodeStartedLine {
    init?(_ line: inout LineScanner) {
        guard let name = line.text(upTo: " version v") else { return nil }
        guard let number = line.word() else { return nil }
        guard line.take(" (") else {
            guard line.isAtEnd else { return nil }
            self.init(name: "Bitcoin " + name, version: "v" + number)
            return
        }
        guard let build = line.rest(before: ")") else { return nil }
        self.init(name: "Bitcoin " + name, version: "v" + number, build: build)
    }
}
