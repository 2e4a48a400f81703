import ArchiveFormat
import ArgumentParser
import PeerObserver

struct RepairCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repair", abstract: "Writes what is whole in a damaged archive into a new one, with a new index.",
        discussion: """
            The damaged archive stays as it is. Behind the damage, seekable archives are read on, and plain ones that have their index; one frame \
            cannot be.
            """)

    @Argument(help: "The damaged archive.")
    var input: String
    @Option(name: .shortAndLong, help: "The new archive.")
    var output: String
    @OptionGroup var options: ArchiveOptions

    func run() throws {
        try OutputPlan.check(output, against: [input], force: options.force)
        var salvage = try ArchiveSalvage(path: input)
        // The header comes with the first event, where it is whole.
        guard try salvage.next() else {
            tell(salvage, nil)
            Console.error("\(input): there is no whole event in it")
            throw ToolExit.failed.error
        }
        let encoded = salvage.encodedHeader ?? Self.header(salvage)
        let archive = try NewArchive.make(output, encodedHeader: encoded, options) { writer in
            var notes = NoteReader()
            repeat {
                try writer.add(salvage.event, notes.note(salvage.event))
            } while try salvage.next()
        }
        Console.note(NewArchive.describe(archive, from: 1))
        tell(salvage, archive)
        if salvage.damageCount > 0 { throw ToolExit.damaged.error }
    }

    /// For an archive whose own header is gone, or never was.
    private static func header(_ salvage: borrowing ArchiveSalvage) -> [UInt8] {
        var header = SourceHeaders.new
        header.created = ((try? EventNote(salvage.event))?.time ?? 0) / 1000
        return header.encoded()
    }

    private func tell(_ salvage: borrowing ArchiveSalvage, _ archive: ClosedArchive?) {
        if salvage.header == nil { Console.note("the header is not whole: the new one is made up") }
        for damage in salvage.damages {
            Console.note("left out: \(describe(damage, salvage))")
        }
        if salvage.damageCount > salvage.damages.count {
            Console.note("and \(salvage.damageCount - salvage.damages.count) more parts")
        }
        guard salvage.damageCount > 0 else { return Console.note("\(input): nothing was wrong with it") }
        Console.note("left out in all: \(salvage.droppedBytes) bytes in \(salvage.damageCount) parts")
    }

    /// Where no index tells how many events are missing, it is estimated by the bytes of those that are there.
    private func describe(_ damage: ArchiveSalvage.Damage, _ salvage: borrowing ArchiveSalvage) -> String {
        let count = UInt64(damage.bytes.count)
        var events = ""
        if let known = damage.events {
            events = ", \(known) events"
        } else if salvage.keptBytes > 0 {
            events = ", some \(UInt64(Double(count) / Double(salvage.keptBytes) * Double(salvage.events))) events"
        }
        return "bytes \(damage.bytes.lowerBound) to \(damage.bytes.upperBound) (\(count)\(events)): \(damage.reason)"
    }
}
