extension RedactionTable {
    /// proto/ebpf_extractor/validation.proto
    static let ebpfExtractorValidation: [MessageRules] = [
        MessageRules(
            "ebpf_extractor.validation.ValidationEvent",
            .message(1, "block_connected", "ebpf_extractor.validation.BlockConnected")),
        MessageRules(
            "ebpf_extractor.validation.BlockConnected",
            .hash(1, "hash"), .keep(2, "height"), .keep(3, "transactions"), .keep(4, "inputs"), .keep(5, "sigops"),
            .keep(6, "connection_time")),
    ]
}
