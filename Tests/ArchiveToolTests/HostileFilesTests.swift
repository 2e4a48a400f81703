import ArchiveFormat
import PeerObserver
import TestSupport
import Testing

/// Archives of attackers, given to the real program with little memory: a clear error, no trap, and what is whole is given.
@Suite struct HostileFilesTests {
    /// Bytes of address space, which the program itself needs some of.
    private static let memory = 1 << 30

    private static func run(_ arguments: [String]) throws -> (code: Int32, output: [String]) {
        let folder = try TemporaryDirectory()
        let process = try ChildProcess(
            "/bin/bash",
            [
                "-c", "ulimit -v \(memory >> 10); out=$1; shift; exec \"$0\" \"$@\" > \"$out\" 2>&1",
                try builtProduct("archive"), folder.path + "/out",
            ] + arguments)
        let code = process.wait()
        let output = String(decoding: try fileBytes(folder.path + "/out"), as: UTF8.self)
        return (code, output.split(separator: "\n").map(String.init))
    }

    /// Every command that reads, and what it writes to.
    private static func commands(_ scene: ArchiveScene, _ input: String) throws -> [[String]] {
        let key = try scene.folder.write(Hex.encode([UInt8](1...32)), to: "key")
        let out = scene.path + "/out"
        return [
            ["info", input], ["info", "--full", "--json", input], ["verify", input],
            ["export", "--format", "csv", input],
            ["export", "--format", "json", input], ["merge", input, "-o", out + "/merged.bin.zst"],
            ["cut", "--rpc", input, "-o", out + "/cut.bin.zst"], ["convert", input, "-o", out + "/converted/"],
            ["redact", input, "-o", out + "/redacted/", "--redact-key-file", key],
        ]
    }

    private static let settings = [
        Archives.settings(level: 0), Archives.settings(level: 3), Archives.settings(level: 3, seekable: true),
    ]

    @Test(arguments: settings) func everyCutAndFlippedByteEndsInAnErrorAndNoTrap(settings: ArchiveSettings) throws {
        let scene = try ArchiveScene()
        let input = scene.file("in")
        #expect(try ChildProcess("/bin/mkdir", [input, scene.file("out")]).wait() == 0)
        let bytes = try Archives.bytes(Array(Archives.events.prefix(6)), settings, blockEvents: 2)
        for position in stride(from: 1, to: bytes.count, by: 2) {
            try writeFile(Array(bytes[..<position]), to: "\(input)/cut-\(position).bin")
            var flipped = bytes
            flipped[position] ^= UInt8(1) << UInt8(position % 8)
            try writeFile(flipped, to: "\(input)/flip-\(position).bin")
        }
        for arguments in try Self.commands(scene, input) {
            let (code, output) = try Self.run(arguments)
            // Nothing of it is whole; a trap would be a number above 128.
            #expect(code == 1 || code == 3, "\(arguments): \(code), \(output.suffix(3))")
            #expect(output.contains { $0.contains("error: ") || $0.contains("DAMAGED") }, "\(arguments)")
        }
    }

    @Test func everyCutAndFlippedByteIsRepairedOrRefused() throws {
        let scene = try ArchiveScene()
        let events = Array(Archives.events.prefix(6))
        let bytes = try Archives.bytes(events, Self.settings[2], blockEvents: 2)
        for position in stride(from: 1, to: bytes.count, by: 41) {
            try writeFile(Array(bytes[..<position]), to: scene.file("cut.bin.zst"))
            var flipped = bytes
            flipped[position] ^= 0xFF
            try writeFile(flipped, to: scene.file("flip.bin.zst"))
            for name in ["cut.bin.zst", "flip.bin.zst"] {
                let (code, output) = try Self.run([
                    "repair", scene.file(name), "-o", scene.file("new.bin.zst"), "--force",
                ])
                #expect([0, 1, 3].contains(code), "\(name) at \(position): \(code), \(output)")
                guard code != 3 else { continue }
                let read = try Archives.readFile(scene.file("new.bin.zst")).events
                #expect(read.allSatisfy { events.contains($0) }, "\(name) at \(position)")
            }
        }
    }

    @Test(.enabled(if: isExecutable("/usr/bin/zstd"), "needs the Debian package zstd"))
    func bombsAndHugeWindowsAreRefused() throws {
        let scene = try ArchiveScene()
        let input = scene.file("in")
        #expect(try ChildProcess("/bin/mkdir", [input, scene.file("out")]).wait() == 0)
        let header = ArchiveScene.framed(ArchiveHeader(created: 1, filters: []).encoded())
        // 256 MiB of zeros, and of one event that claims to be as long, in a few kB.
        let script = """
            cd \(input) || exit 1
            (cat ../header; head -c 268435456 /dev/zero) | zstd -q -19 -o zeros.bin.zst
            (cat ../header; printf '\\200\\200\\200\\200\\001\\012'; head -c 268435456 /dev/zero | tr '\\000' A) | zstd -q -3 -o long.bin.zst
            (cat ../header; head -c 2000000 /dev/zero) | zstd -q --ultra --long=31 -o window.bin.zst
            """
        try writeFile(header, to: scene.file("header"))
        let made = try ChildProcess("/bin/bash", ["-c", script])
        #expect(made.wait() == 0, "\(made.output)")
        // A frame that asks for 2 GiB, and an event of 63 MiB that never comes.
        try writeFile([0x28, 0xB5, 0x2F, 0xFD, 0x00, 21 << 3, 0, 0, 0], to: "\(input)/frame.bin.zst")
        try writeFile(header + [0x80, 0x80, 0xC0, 0x1F, 0x0A, 1, 2, 3], to: "\(input)/claim.bin")
        for arguments in try Self.commands(scene, input) {
            let (code, output) = try Self.run(arguments)
            #expect(code == 1 || code == 3, "\(arguments): \(code), \(output.suffix(3))")
            for name in ["zeros.bin.zst", "long.bin.zst", "frame.bin.zst", "claim.bin", "window.bin.zst"] {
                #expect(output.contains { $0.contains(name) }, "\(arguments) says nothing of \(name)")
            }
        }
        for name in ["zeros.bin.zst", "long.bin.zst", "frame.bin.zst", "claim.bin", "window.bin.zst"] {
            let (code, output) = try Self.run(["repair", "\(input)/\(name)", "-o", scene.file("new.bin.zst")])
            #expect(code == 3, "\(output)")
        }
    }

    /// An index of an attacker makes no difference to what is read, beyond what it says of the time.
    @Test func damagedIndexesEndInAnErrorAndNoTrap() throws {
        let scene = try ArchiveScene()
        #expect(try ChildProcess("/bin/mkdir", [scene.file("in"), scene.file("out")]).wait() == 0)
        let source = try scene.write(
            Array(Archives.events.prefix(20)), to: "a.bin.zst", Archives.settings(blockSize: 500))
        let (bytes, index) = (try fileBytes(source), try fileBytes(source + ".idx"))
        for position in stride(from: 0, to: index.count, by: 3) {
            var damaged = index
            damaged[position] ^= 0xFF
            try writeFile(bytes, to: "\(scene.file("in"))/\(position).bin.zst")
            try writeFile(damaged, to: "\(scene.file("in"))/\(position).bin.zst.idx")
        }
        for arguments in try Self.commands(scene, scene.file("in")) {
            let (code, output) = try Self.run(arguments)
            #expect([0, 1].contains(code), "\(arguments): \(code), \(output.suffix(3))")
        }
    }
}
