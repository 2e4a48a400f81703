extension RedactionTable {
    /// proto/ebpf_extractor/process.proto
    static let ebpfExtractorProcess: [MessageRules] = [
        MessageRules(
            "ebpf_extractor.process.ProcessSample",
            .keep(1, "pid"), .keep(2, "start_time"), .keep(3, "cpu_time"), .keep(4, "resident_bytes"),
            .keep(5, "peak_resident_bytes"), .keep(6, "open_files"), .keep(7, "open_files_limit"),
            .keep(8, "thread_count"), .message(9, "threads", "ebpf_extractor.process.ThreadSample")),
        MessageRules(
            "ebpf_extractor.process.ThreadSample",
            .keep(1, "tid"), .text(2, "name"), .keep(3, "cpu_time"), .keep(4, "wait_time")),
    ]
}
