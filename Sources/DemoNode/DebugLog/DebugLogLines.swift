import Glibc
import PeerObserver

/// Lines as Bitcoin Core v31 writes them with `-debug=net -debug=mempool -debug=validation -debug=cmpctblock
/// -logthreadnames -logtimemicros`.
struct DebugLogLines {
    private var random: Random
    private var height: UInt32 = 900_000
    private var nextPeer = 10
    /// What a block still has to say.
    private var queued: [String] = []
    /// The next of what happens seldom.
    private var nextOddity = 0
    private static let linesPerBlock = 2000
    private static let mostQueued = 100

    init(seed: UInt64) { random = Random(seed: seed) }

    /// What a node says at its start, behind five empty lines.
    static let begin = [
        "", "", "", "", "", "[init] Bitcoin Core version v31.99.0-d84fc352cbc1 (release build)",
        "[init] Using at most 125 automatic connections (1024 file descriptors available)", "[init] Done loading",
    ]

    /// What it says at its end.
    static let end = [
        "[shutoff] Shutdown in progress...", "[shutoff] Flushed fee estimates to fee_estimates.dat.",
        "[shutoff] Shutdown done",
    ]

    /// The next line, without its time.
    mutating func next() -> String {
        if !queued.isEmpty { return queued.removeFirst() }
        if random.below(Self.linesPerBlock) == 0 { beginBlock() }
        switch random.below(100) {
        case ..<30: return "[msghand] [net] received: inv (\(1 + 36 * random.within(1...35)) bytes) peer=\(peer)"
        case ..<45: return "[msghand] [net] sending inv (\(1 + 36 * random.within(1...35)) bytes) peer=\(peer)"
        case ..<55: return "[msghand] [net] sending getdata (\(1 + 36 * random.within(1...10)) bytes) peer=\(peer)"
        case ..<67: return "[msghand] [net] received: tx (\(random.within(150...2000)) bytes) peer=\(peer)"
        case ..<77: return accepted()
        case ..<80: return rejected()
        case ..<84: return "[msghand] [net] sending tx (\(random.within(150...2000)) bytes) peer=\(peer)"
        case ..<88: return "[msghand] [net] received: ping (8 bytes) peer=\(peer)"
        case ..<92: return "[msghand] [net] sending pong (8 bytes) peer=\(peer)"
        case ..<95: return connected()
        case ..<97: return "[net] [net] socket closed, disconnecting peer=\(peer)"
        case ..<98: return "[msghand] [net] Misbehaving: peer=\(peer): headers with invalid proof-of-work"
        case ..<99: return dialled()
        default: return checked()
        }
    }

    /// The next lines tell of a block, unless those of too many blocks wait already.
    mutating func beginBlock() {
        if queued.count < Self.mostQueued { queued += block() }
    }

    /// And the one behind them tells of something that happens seldom: of each in turn.
    mutating func addOddity() {
        guard queued.count < Self.mostQueued else { return }
        let oddities = [
            "[msghand] [validation] Block mutated: bad-txnmrklroot, hashMerkleRoot mismatch",
            """
            [msghand] [validation] BlockChecked: block hash=\(hash()) state=bad-txnmrklroot, \
            hashMerkleRoot mismatch
            """,
            "[msghand] [net] Disconnecting and discouraging peer \(peer)!",
            "[opencon] [net] connect() to 192.0.2.\(random.below(256)):8333 failed after wait: Connection refused (111)",
            """
            [msghand] Potential stale tip detected, will try using extra outbound peer \
            (last tip update: \(random.within(1800...3000)) seconds ago)
            """,
            """
            [msghand] [warning] Your computer's date and time appear to be more than 10 minutes out of sync with the \
            network, this may lead to consensus failure.
            """,
        ]
        queued.append(oddities[nextOddity % oddities.count])
        nextOddity += 1
    }

    private var peer: Int {
        mutating get { random.below(nextPeer) }
    }

    private mutating func connected() -> String {
        nextPeer += 1
        return "[msghand] [net] New inbound peer connected: transport: v2, version: 70016, peer=\(nextPeer - 1)"
    }

    private mutating func dialled() -> String {
        """
        [opencon] [net] trying v2 connection (outbound-full-relay) to 192.0.2.\(random.below(256)):8333, \
        lastseen=\(random.below(200)).1hrs
        """
    }

    private mutating func checked() -> String {
        """
        [msghand] [mempool] Checking mempool with \(random.below(50_000)) transactions and \
        \(random.below(90_000)) inputs
        """
    }

    private mutating func hash() -> String { Hex.encode(random.bytes(32)) }

    private mutating func accepted() -> String {
        """
        [msghand] [mempool] AcceptToMemoryPool: peer=\(peer): accepted \(hash()) (wtxid=\(hash())) \
        (poolsz \(random.below(60_000)) txn, \(random.below(90_000)) kB)
        """
    }

    private mutating func rejected() -> String {
        """
        [msghand] [mempoolrej] \(hash()) (wtxid=\(hash())) from peer=\(peer) was not accepted: \
        min relay fee not met, 0 < \(random.within(100...400))
        """
    }

    private mutating func block() -> [String] {
        height += 1
        let (block, peer) = (hash(), peer)
        return [
            "[msghand] Saw new cmpctblock header hash=\(block) height=\(height) peer=\(peer)",
            """
            [msghand] [cmpctblock] Successfully reconstructed block \(block) with 1 txn prefilled, \
            \(random.within(1000...4000)) txn from mempool (incl at least \(random.below(20)) from extra pool) and \
            \(random.below(3)) txn (\(random.below(2000)) bytes) requested
            """,
            "[msghand] [validation] BlockChecked: block hash=\(block) state=Valid",
            """
            [msghand] UpdateTip: new best=\(block) height=\(height) version=0x20000000 \
            log2_work=95.\(random.within(100_000...999_999)) tx=\(1_200_000_000 + Int(height)) \
            date='2026-11-20T20:52:18Z' progress=1.000000 \
            cache=\(random.within(10...450)).3MiB(\(random.within(1000...3_000_000))txo)
            """,
            "[msghand] [validation] Enqueuing BlockConnected: block hash=\(block) block height=\(height)",
            "[scheduler] [validation] BlockConnected: block hash=\(block) block height=\(height)",
        ]
    }
}
