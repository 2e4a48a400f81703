import ArchiveFormat
import PeerObserver
import TestSupport
import Testing

/// What `archive redact` makes: none of the addresses that went in.
@Suite struct RedactTests {
    private static let ownAddresses = Taint.own.flatMap { ["--own-address", $0.address] }
    private static let samples = SampleEvents.all + TaintedEvents.all

    private static func key(in scene: ArchiveScene) throws -> String {
        try scene.folder.write(Hex.encode([UInt8](1...32)) + "\n", to: "key")
    }

    /// The taints and the samples' addresses that stand in bytes, in any spelling.
    private static func addresses(in bytes: [UInt8]) -> [String] {
        let lower = bytes.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
        var found: [String] = []
        for taint in Taint.all {
            let isOwn = Taint.own.contains { $0.bytes == taint.bytes }
            found += taint.needles(rawToo: isOwn).filter { ByteSearch.contains(lower, Array($0.utf8)) }
            if isOwn, [taint.bytes, taint.bytes.reversed()].contains(where: { ByteSearch.contains(bytes, $0) }) {
                found.append("the bytes of \(taint.address)")
            }
        }
        return found + ["203.0.113.5", "198.51.100.1"].filter { ByteSearch.contains(lower, Array($0.utf8)) }
    }

    /// Addresses wherever an archive has text: events, header, name.
    private static func write(_ scene: ArchiveScene, _ settings: ArchiveSettings) throws -> String {
        let own = Taint.own[0].address
        let header = ArchiveHeader(
            created: 1, lowData: false, node: "node-\(own)", filters: ["messages", "from \(own)"],
            writtenBy: "x \(own)",
            version: 1, createdNs: 2, runID: 3, fileNumber: 4, stream: "s \(own)", streamCreatedNs: 5)
        let unknownArm: [UInt8] = [0x50, 0x01, 0x9A, 0x3F, UInt8(own.utf8.count)] + Array(own.utf8)
        return try scene.write(
            samples.map { $0.event.encoded() } + [unknownArm],
            to: "at-\(own)\(ArchiveName.ending(level: settings.level))",
            settings, header: header)
    }

    @Test(arguments: [
        Archives.settings(blockSize: 10_000), Archives.settings(level: 0, blockSize: 10_000),
        Archives.settings(seekable: true, blockSize: 10_000),
    ])
    func noAddressIsLeftAnywhere(settings: ArchiveSettings) throws {
        let scene = try ArchiveScene()
        let source = try Self.write(scene, settings)
        // The search finds each where nothing is redacted.
        let before = Set(Self.addresses(in: try ArchiveScene.content(source)))
        #expect(before.isSuperset(of: Taint.all.map { $0.address.lowercased() }))

        let form = settings.level == 0 ? ["--compression-level", "0"] : settings.seekable ? ["--seekable"] : []
        let result = try ArchiveProgram.run(
            ["redact", source, "-o", scene.file("shared/"), "--redact-key-file", try Self.key(in: scene)] + form
                + Self.ownAddresses, code: 1)
        #expect(result.errors.contains("1 events were left out"))
        let made = try names(in: scene.file("shared"))
        #expect(made.count == (settings.seekable ? 1 : 2))
        for name in made {
            #expect(Self.addresses(in: Array(name.utf8)).isEmpty, "\(name)")
            let bytes = try fileBytes(scene.file("shared/\(name)"))
            #expect(Self.addresses(in: bytes).isEmpty, "in the bytes of \(name)")
        }
        let target = scene.file("shared/\(made[0])")
        let content = try ArchiveScene.content(target)
        #expect(Self.addresses(in: content).isEmpty)
        let index = try #require(try ArchiveIndex.load(forArchive: target))
        #expect(Self.addresses(in: index.encoded()).isEmpty)
        let read = try Archives.readFile(target)
        #expect(read.header.stream == nil && read.header.fileNumber == 4 && read.header.filters.count == 2)
        // Redacting is no leaving out: nothing lost its content.
        #expect(read.events.count == Self.samples.count)
        #expect(try read.events.allSatisfy { try Event(decoding: $0).payload != nil })
        for placeholder in ["192.0.2.1", "2001:db8::1", "fc00:db8::1", "redactedown"] {
            #expect(ByteSearch.contains(content, Array(placeholder.utf8)), "no \(placeholder)")
        }
    }

    /// An address that a later event, or a later archive, tells to be an own one is hidden in what comes before it.
    @Test(arguments: [true, false]) func ownAddressesAreLearntBeforeAnythingIsWritten(inOneArchive: Bool) throws {
        let scene = try ArchiveScene()
        let line = SampleEvents.event(
            .logExtractor(
                SampleEvents.log(
                    .unknownLogMessage(UnknownLogMessage(rawMessage: "host-203-0-113-177.isp.example here")))))
        var info = NetworkInfo()
        info.localAddresses = [NetworkInfoLocalAddress(address: "203.0.113.177", port: 8333, score: 1)]
        let told = SampleEvents.event(.rpcExtractor(RPCEvent(event: .networkInfo(info))))
        if inOneArchive {
            try scene.write([line.encoded(), told.encoded()], to: "1.bin.zst")
        } else {
            try scene.write([line.encoded()], to: "1.bin.zst")
            try scene.write([told.encoded()], to: "2.bin.zst")
        }
        let result = try ArchiveProgram.run(
            "redact", scene.path, "-o", scene.file("shared/"), "--redact-key-file", try Self.key(in: scene))
        #expect(result.errors.contains("1 own addresses are known"))
        let first = try Event(decoding: try Archives.readFile(scene.file("shared/1.bin.zst")).events[0])
        guard case .logExtractor(let log) = first.payload, case .unknownLogMessage(let message) = log.event else {
            Issue.record("\(first)")
            return
        }
        #expect(!message.rawMessage.contains("203") && message.rawMessage.hasSuffix(" here"), "\(message.rawMessage)")
    }

    @Test func pseudonymsAreThoseOfTheKey() throws {
        let scene = try ArchiveScene()
        let event = TaintedEvents.connection(from: "198.51.100.219:48211")
        let source = try scene.write([event.encoded()], to: "a.bin.zst")
        try ArchiveProgram.run(
            "redact", source, "-o", scene.file("b.bin.zst"), "--redact-key-file", try Self.key(in: scene))
        var redactor = try Redactor(key: [UInt8](1...32))
        #expect(try Archives.readFile(scene.file("b.bin.zst")).events == [redactor.redactedBytes(event)])
    }

    @Test func damagedArchivesAreRedactedUpToTheDamage() throws {
        let scene = try ArchiveScene()
        let source = try scene.write(Self.samples.map { $0.event.encoded() }, to: "a.bin.zst")
        try writeFile(Array(try fileBytes(source).dropLast(500)), to: source)
        let result = try ArchiveProgram.run(
            ["redact", source, "-o", scene.file("b.bin.zst"), "--redact-key-file", try Self.key(in: scene)], code: 1)
        #expect(result.errors.contains("what lies before it was redacted"))
        #expect(try Archives.readFile(scene.file("b.bin.zst")).events.count > 50)
    }

    @Test func withoutAGoodKeyNothingIsWritten() throws {
        let scene = try ArchiveScene()
        let source = try scene.write([Archives.events[0]], to: "a.bin.zst")
        let short = try scene.folder.write("abcd\n", to: "short")
        let key = try Self.key(in: scene)
        for (arguments, code) in [
            ([], 2), (["--redact-key-file", short], 3), (["--redact-key-file", "/nonexistent"], 3),
            (["--redact-key-file", key, "--own-address", "not an address"], 3),
        ] {
            try ArchiveProgram.run(["redact", source, "-o", scene.file("b.bin.zst")] + arguments, code: Int32(code))
        }
        #expect(!(try names(in: scene.path).contains { $0.hasPrefix("b.bin") }))
    }
}
