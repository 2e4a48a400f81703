extension RedactionTable {
    /// proto/log_extractor/addrman.proto
    static let logExtractorAddrman: [MessageRules] = [
        MessageRules(
            "log_extractor.AddrmanAddedLine",
            .keep(1, "added_count"), .keep(2, "total_count"), .address(3, "source"), .keep(4, "tried_count"),
            .keep(5, "new_count")),
        MessageRules(
            "log_extractor.AddrmanEntryLine",
            .text(1, "action"), .address(2, "address"), .keep(3, "bucket"), .keep(4, "position"),
            .autonomousSystem(5, "mapped_as", of: 2), .keep(6, "from_bucket"), .keep(7, "from_position")),
        MessageRules(
            "log_extractor.AddrmanCollisionLine",
            .address(1, "existing"), .address(2, "candidate"), .keep(3, "collision_count")),
        MessageRules(
            "log_extractor.AddrmanReplacedLine",
            .address(1, "replaced"), .address(2, "replacement"), .keep(3, "tested")),
        MessageRules(
            "log_extractor.AddrmanSelectedLine",
            .address(1, "address"), .text(2, "table")),
    ]
}
