import CTraceEvents
import PeerObserver

extension TracepointTable {
    /// `validation:block_connected`
    static func validationBlockConnected(_ record: TraceRecord) -> ValidationEvent {
        let fields = record.fields(trace_validation_block_connected.self)
        return ValidationEvent(
            event: .blockConnected(
                BlockConnected(
                    hash: record.hash256(MemoryLayout<trace_validation_block_connected>.offset(of: \.hash)),
                    height: fields.height, transactions: Int64(bitPattern: fields.transactions),
                    inputs: fields.inputs, sigops: fields.sigops_cost, connectionTime: fields.duration)))
    }
}
