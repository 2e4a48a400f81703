import ArchiveFormat
import Daemon
import PeerObserver

/// The headers of the archives that become one, and the header of that.
struct SourceHeaders {
    private(set) var headers: [ArchiveHeader] = []
    /// The first header as it stands in its archive.
    private(set) var encoded: [UInt8]?

    /// Archives that cannot be read are passed over: who reads their events tells of them.
    init(_ paths: [String]) {
        for path in paths {
            guard var reader = try? ArchiveReader(path: path), reader.size != nil,
                var header = try? reader.readHeader()
            else { continue }
            if let bytes = reader.encodedHeader {
                if encoded == nil { encoded = bytes }
            } else if let more = try? reader.next(), more, let note = try? EventNote(reader.event) {
                // Upstream's first format tells no time of its own.
                header.created = note.time / 1000
            }
            headers.append(header)
        }
    }

    /// The node of events that do not name theirs, where it is the same for all.
    var node: String? {
        guard let first = headers.first?.node, headers.allSatisfy({ $0.node == first }) else { return nil }
        return first
    }

    /// The header of an archive that holds events of all of them.
    /// - Parameter words: what was selected of them.
    func merged(words: [String]) -> ArchiveHeader {
        guard let first = headers.first else { return Self.new }
        var header = first
        header.created = headers.map(\.created).min() ?? first.created
        header.createdNs = headers.compactMap(\.createdNs).min()
        header.node = node
        header.filters = filters(words)
        header.lowData = headers.contains { $0.lowData == true } ? true : first.lowData
        header.writtenBy = "archive \(daemonVersion)"
        header.version = 1
        if !headers.allSatisfy({ $0.runID == first.runID }) { header.runID = nil }
        if headers.count > 1 { header.fileNumber = nil }
        // The index of the new archive tells no numbers of a JetStream stream.
        (header.stream, header.streamCreatedNs) = (nil, nil)
        return header
    }

    /// Of archives without any header.
    static var new: ArchiveHeader {
        ArchiveHeader(created: 0, filters: [], writtenBy: "archive \(daemonVersion)", version: 1)
    }

    /// Everything, where one archive holds everything.
    private func filters(_ words: [String]) -> [String] {
        if !words.isEmpty { return words }
        if headers.contains(where: { $0.filters.isEmpty }) { return [] }
        return headers.flatMap(\.filters).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
