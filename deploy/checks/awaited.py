"""Metrics that the boards use and that the tables of the documentation do not list yet: (name, labels)."""

PID = ("pid", ("1",))

AWAITED = (
    ("peerobserver_process_cpu_seconds_total", (PID,)),
    ("peerobserver_process_thread_cpu_seconds_total", (PID, ("thread", ()))),
    ("peerobserver_process_thread_wait_seconds_total", (PID, ("thread", ()))),
    ("peerobserver_process_resident_memory_bytes", (PID,)),
    ("peerobserver_process_peak_resident_memory_bytes", (PID,)),
    ("peerobserver_process_open_files", (PID,)),
    ("peerobserver_process_open_files_limit", (PID,)),
    ("peerobserver_process_threads", (PID,)),
    ("peerobserver_process_start_time_seconds", (PID,)),
    ("peerobserver_p2pextractor_block_announcements_total", (("via", ("headers", "cmpctblock")),)),
    ("peerobserver_p2pextractor_handshake_seconds", ()),
    ("peerobserver_p2pextractor_disconnections_total", (("reason", ()),)),
    ("peerobserver_rpc_chaintips_tips", (("status", ("active", "valid-fork")),)),
    ("peerobserver_rpc_chaintips_longest_fork_blocks", ()),
    ("peerobserver_rpc_indexinfo_synced", (("index", ("txindex",)),)),
    ("peerobserver_rpc_indexinfo_best_block_height", (("index", ("txindex",)),)),
    ("peerobserver_rpc_banned_subnets", ()),
    ("peerobserver_rpc_mininginfo_network_hashes_per_second", ()),
    ("peerobserver_metric_series_folded", (("metric", ()),)),
)
