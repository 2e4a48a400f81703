import ArgumentParser

struct TrafficOptions: ParsableArguments {
    @Option(help: "Messages per second. A mainnet node's day averages 35.")
    var rate: Double = 200

    @Option(help: "What the messages are: mainnet, recorded, ping, or size:N (one payload size).")
    var mix: Mix = .mainnet

    @Option(help: "End after this many messages of the mix.")
    var count: UInt64?

    @Flag(help: "Only net:inbound_message and net:outbound_message, and no blocks.")
    var messagesOnly = false

    @Option(help: "Seconds between blocks; the first comes after a tenth of them. 0: none.")
    var burstEvery: Double = 30

    @Option(help: "Transactions that a block removes from the mempool.")
    var burstSize = 4000

    @Option(help: "Milliseconds within which it removes them.")
    var burstMilliseconds = 20

    @Option(
        help: """
            Seconds between peers that send what no ordinary one does: malformed and unknown messages, empty ones, rejects. \
            0: none.
            """)
    var oddEvery: Double = 0

    @Option(help: ArgumentHelp("Remove this many transactions from the mempool, and end.", valueName: "count"))
    var oneShotRemoved: Int?

    @Option(help: ArgumentHelp("Milliseconds that --one-shot-removed takes.", valueName: "milliseconds"))
    var within = 50

    @Flag(help: "Pings carry the Unix time in nanoseconds at which they are fired, as their nonce.")
    var stamp = false

    @Option(help: "The same seed gives the same traffic.")
    var seed: UInt64 = 1

    func validate() throws {
        guard 0...1e8 ~= rate else { throw ValidationError("--rate takes 0 to 100000000") }
        guard burstEvery == 0 || 0.01...1e9 ~= burstEvery else {
            throw ValidationError("--burst-every takes 0, or 0.01 and more")
        }
        guard oddEvery == 0 || 0.01...1e9 ~= oddEvery else {
            throw ValidationError("--odd-every takes 0, or 0.01 and more")
        }
        guard 0...100_000 ~= burstSize, 0...3_600_000 ~= burstMilliseconds, 0...3_600_000 ~= within else {
            throw ValidationError("--burst-size goes up to 100000, --burst-milliseconds and --within up to an hour")
        }
        guard 1...1_000_000 ~= oneShotRemoved ?? 1 else {
            throw ValidationError("--one-shot-removed takes 1 to 1000000")
        }
    }

    var settings: TrafficSettings {
        TrafficSettings(
            seed: seed, mix: mix, ratePerSecond: rate, messageLimit: count ?? .max, stamp: stamp,
            messagesOnly: messagesOnly, burstEverySeconds: burstEvery, burstSize: burstSize,
            burstMilliseconds: burstMilliseconds, oddEverySeconds: oddEvery,
            removals: oneShotRemoved, removalMilliseconds: within)
    }
}

struct RunningOptions: ParsableArguments {
    @Option(help: "End after this many seconds. 0: at SIGINT or SIGTERM.")
    var seconds: Double = 0

    @Flag(help: "As fast as one thread can, whatever --rate says.")
    var maxRate = false

    @Flag(help: "Begin when a tracer has attached.")
    var waitAttached = false

    @Option(help: ArgumentHelp("Write the process id to this file, and remove it at the end.", valueName: "path"))
    var pidFile: String?

    @Option(
        help: ArgumentHelp(
            """
            Write what a tracer would have recorded to this file, for ebpf-extractor --replay, instead of firing \
            anything. Time is simulated: it ends at once.
            """, valueName: "file"))
    var records: String?

    func validate() throws {
        guard seconds >= 0, seconds < 1e9 else { throw ValidationError("--seconds takes a number from 0 up") }
    }
}
