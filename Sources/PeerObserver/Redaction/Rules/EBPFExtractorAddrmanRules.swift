extension RedactionTable {
    /// proto/ebpf_extractor/addrman.proto
    static let ebpfExtractorAddrman: [MessageRules] = [
        MessageRules(
            "ebpf_extractor.addrman.AddrmanEvent",
            .message(1, "new", "ebpf_extractor.addrman.InsertNew"),
            .message(2, "tried", "ebpf_extractor.addrman.InsertTried")),
        MessageRules(
            "ebpf_extractor.addrman.InsertNew",
            .keep(1, "inserted"), .keep(2, "bucket"), .keep(3, "bucket_pos"), .address(4, "addr"),
            .autonomousSystem(5, "addr_AS", of: 4), .address(6, "source"), .autonomousSystem(7, "source_AS", of: 6)),
        MessageRules(
            "ebpf_extractor.addrman.InsertTried",
            .keep(1, "bucket"), .keep(2, "bucket_pos"), .address(3, "addr"), .autonomousSystem(4, "addr_AS", of: 3),
            .address(5, "source"), .autonomousSystem(6, "source_AS", of: 5)),
    ]
}
