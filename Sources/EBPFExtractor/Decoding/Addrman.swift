import CTraceEvents
import PeerObserver

extension TracepointTable {
    /// `addrman:attempt_add`
    static func addrmanAttemptAdd(_ record: TraceRecord) -> AddrmanEvent {
        typealias Layout = MemoryLayout<trace_addrman_attempt_add>
        let fields = record.fields(trace_addrman_attempt_add.self)
        return AddrmanEvent(
            event: .new(
                InsertNew(
                    inserted: fields.inserted != 0, bucket: fields.bucket, bucketPos: fields.bucket_position,
                    addr: record.text(Layout.offset(of: \.address), TRACE_ADDRESS_SIZE), addrAS: fields.address_as,
                    source: record.text(Layout.offset(of: \.source), TRACE_ADDRESS_SIZE), sourceAS: fields.source_as)))
    }

    /// `addrman:move_to_good`
    static func addrmanMoveToGood(_ record: TraceRecord) -> AddrmanEvent {
        typealias Layout = MemoryLayout<trace_addrman_move_to_good>
        let fields = record.fields(trace_addrman_move_to_good.self)
        return AddrmanEvent(
            event: .tried(
                InsertTried(
                    bucket: fields.bucket, bucketPos: fields.bucket_position,
                    addr: record.text(Layout.offset(of: \.address), TRACE_ADDRESS_SIZE), addrAS: fields.address_as,
                    source: record.text(Layout.offset(of: \.source), TRACE_ADDRESS_SIZE), sourceAS: fields.source_as)))
    }
}
