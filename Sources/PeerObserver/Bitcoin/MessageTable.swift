/// Every message type that has an arm of its own, with how its payload is read. Any other type is `unknown`.
public enum MessageTable {
    typealias Decoder = @Sendable (inout ByteReader) throws(PayloadError) -> MessageEvent.Message

    static let decoders: [String: Decoder] = [
        "addr": { reader throws(PayloadError) in .addr(try Addr(payload: &reader)) },
        "addrv2": { reader throws(PayloadError) in
            reader.isAtEnd ? .emptyaddrv2(true) : .addrv2(try AddrV2(payload: &reader))
        },
        "alert": { reader throws(PayloadError) in .alert(try Alert(payload: &reader)) },
        "block": { reader throws(PayloadError) in .block(try Block(payload: &reader)) },
        "blocktxn": { reader throws(PayloadError) in .blocktxn(try BlockTxn(payload: &reader)) },
        "cfcheckpt": { reader throws(PayloadError) in .cfcheckpt(try CFCheckpt(payload: &reader)) },
        "cfheaders": { reader throws(PayloadError) in .cfheaders(try CFHeaders(payload: &reader)) },
        "cfilter": { reader throws(PayloadError) in .cfilter(try CFilter(payload: &reader)) },
        "cmpctblock": { reader throws(PayloadError) in .compactblock(try CompactBlock(payload: &reader)) },
        "feefilter": { reader throws(PayloadError) in .feefilter(try FeeFilter(payload: &reader)) },
        "filteradd": { reader throws(PayloadError) in .filteradd(try FilterAdd(payload: &reader)) },
        "filterclear": { _ in .filterclear(true) },
        "filterload": { reader throws(PayloadError) in .filterload(try FilterLoad(payload: &reader)) },
        "getaddr": { _ in .getaddr(true) },
        "getblocks": { reader throws(PayloadError) in .getblocks(try GetBlocks(payload: &reader)) },
        "getblocktxn": { reader throws(PayloadError) in .getblocktxn(try GetBlockTxn(payload: &reader)) },
        "getcfcheckpt": { reader throws(PayloadError) in .getcfcheckpt(try GetCFCheckpt(payload: &reader)) },
        "getcfheaders": { reader throws(PayloadError) in .getcfheaders(try GetCFHeaders(payload: &reader)) },
        "getcfilters": { reader throws(PayloadError) in .getcfilter(try GetCFilter(payload: &reader)) },
        "getdata": { reader throws(PayloadError) in .getdata(try GetData(payload: &reader)) },
        "getheaders": { reader throws(PayloadError) in .getheaders(try GetHeaders(payload: &reader)) },
        "headers": { reader throws(PayloadError) in .headers(try Headers(payload: &reader)) },
        "inv": { reader throws(PayloadError) in .inv(try Inv(payload: &reader)) },
        "mempool": { _ in .mempool(true) },
        "merkleblock": { reader throws(PayloadError) in .merkleblock(try MerkleBlock(payload: &reader)) },
        "notfound": { reader throws(PayloadError) in .notfound(try NotFound(payload: &reader)) },
        "ping": { reader throws(PayloadError) in reader.isAtEnd ? .oldping(true) : .ping(try Ping(payload: &reader)) },
        "pong": { reader throws(PayloadError) in .pong(try Pong(payload: &reader)) },
        "reject": { reader throws(PayloadError) in .reject(try Reject(payload: &reader)) },
        "sendaddrv2": { _ in .sendaddrv2(true) },
        "sendcmpct": { reader throws(PayloadError) in .sendcompact(try SendCompact(payload: &reader)) },
        "sendheaders": { _ in .sendheaders(true) },
        "tx": { reader throws(PayloadError) in .tx(try Tx(payload: &reader)) },
        "verack": { _ in .verack(true) },
        "version": { reader throws(PayloadError) in .version(try Version(payload: &reader)) },
        "wtxidrelay": { _ in .wtxidrelay(true) },
    ]

    typealias DetailDecoder = @Sendable (inout ByteReader) throws(PayloadError) -> MessageEvent.Detail

    /// Types that are `unknown` to readers of the first contract, and decoded beside it.
    static let details: [String: DetailDecoder] = [
        "feature": { reader throws(PayloadError) in .feature(try Feature(payload: &reader)) },
        "sendtxrcncl": { reader throws(PayloadError) in .sendtxrcncl(try SendTxRcncl(payload: &reader)) },
    ]

    /// Every message type with a decoder.
    public static var commands: [String] { (Array(decoders.keys) + Array(details.keys)).sorted() }

    /// Decodes a payload into the event's oneofs; what does not decode becomes `malformed`. Never fails, never traps.
    public static func decode(
        _ command: String, payload: RawSpan
    ) -> (message: MessageEvent.Message, detail: MessageEvent.Detail?) {
        var reader = ByteReader(payload)
        do {
            if let decoder = decoders[command] { return (try decoder(&reader), nil) }
            let detail = try? details[command]?(&reader)
            return (.unknown(UnknownMessage(command: command, payload: copy(payload))), detail)
        } catch {
            return (.malformed(Malformed(reason: error.description, payload: copy(payload))), nil)
        }
    }

    private static func copy(_ payload: RawSpan) -> [UInt8] { payload.withUnsafeBytes { [UInt8]($0) } }
}
