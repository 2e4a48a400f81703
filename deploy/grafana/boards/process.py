"""The node as a process of its machine."""

from board import Board, Row
from model import CYAN, GREEN, ORANGE, RED, YELLOW, Query, color_override, gauge, limit_line, stat, thresholds, timeseries

THREADS = [
    color_override("b-msghand", RED), color_override("b-net", CYAN), color_override("b-opencon", ORANGE),
    color_override("b-scheduler", YELLOW), color_override("b-addcon", GREEN),
]
BUSY = thresholds((None, GREEN), (0.7, YELLOW), (0.9, RED))

BOARD = Board(
    "process", "peer-observer: node process",
    "CPU time of the node and of its threads, memory, open files; the machine, where node_exporter and process-exporter run. "
    "b-msghand handles all P2P messages one after another: at a whole CPU it is the node's bottleneck.",
    [
        Row("Now", [
            gauge(
                "b-msghand", "Share of one CPU that the thread of message handling uses.",
                Query('max by ($by) (rate(peerobserver_process_thread_cpu_seconds_total{S, thread="b-msghand"}[R]))'), steps=BUSY),
            stat(
                "CPU", "CPUs that the node uses.", Query("sum by ($by) (rate(peerobserver_process_cpu_seconds_total{S}[R]))"), unit="none",
                defaults={"decimals": 2}),
            stat("Memory", "Resident.", Query("sum by ($by) (peerobserver_process_resident_memory_bytes{S})"), unit="bytes"),
            gauge(
                "Open files", "As a share of the limit. Each peer takes one.",
                Query("max by ($by) (peerobserver_process_open_files{S} / peerobserver_process_open_files_limit{S})"),
                steps=thresholds((None, GREEN), (0.7, YELLOW), (0.9, RED))),
            stat("Threads", "Of the node.", Query("max by ($by) (peerobserver_process_threads{S})"), unit="none"),
            stat(
                "Uptime", "Since the process was started.",
                Query("time() - max by ($by) (peerobserver_process_start_time_seconds{S})"), unit="s", sparkline=False),
        ]),
        Row("The node", [
            timeseries(
                "CPU by thread", "Share of one CPU that each thread uses.",
                Query("sum by ($by, thread) (rate(peerobserver_process_thread_cpu_seconds_total{S}[R])) > 0.001", "{{$by}} {{thread}}"),
                unit="percentunit", overrides=THREADS, marks=thresholds((None, GREEN), (0.9, RED))),
            timeseries(
                "Waiting for a CPU", "Share of the time that a thread was ready to run and had to wait: more than a little means a busy machine.",
                Query("topk(10, sum by ($by, thread) (rate(peerobserver_process_thread_wait_seconds_total{S}[R])))", "{{$by}} {{thread}}"),
                unit="percentunit", overrides=THREADS),
            timeseries(
                "CPU", "CPUs that the node uses, all threads together.",
                Query("sum by ($by) (rate(peerobserver_process_cpu_seconds_total{S}[R]))"), unit="none"),
            timeseries(
                "Memory", "Resident now, and the most there ever was.",
                [
                    Query("sum by ($by) (peerobserver_process_resident_memory_bytes{S})", "{{$by}} resident"),
                    Query("sum by ($by) (peerobserver_process_peak_resident_memory_bytes{S})", "{{$by}} limit"),
                ],
                unit="bytes", overrides=[limit_line("limit")]),
            timeseries(
                "Open files", "Sockets among them.",
                [
                    Query("max by ($by) (peerobserver_process_open_files{S})", "{{$by}} open"),
                    Query("max by ($by) (peerobserver_process_open_files_limit{S})", "{{$by}} limit"),
                ],
                unit="none", overrides=[limit_line("limit")]),
            timeseries(
                "Uptime", "Since the node was started, as its RPC tells it.",
                Query("max by ($by) (peerobserver_rpc_uptime{S})"), unit="s"),
            timeseries(
                "Locked memory", "For keys: used, free, and all of it.",
                [
                    Query("max by ($by) (peerobserver_rpc_memoryinfo_locked_used{S})", "{{$by}} used"),
                    Query("max by ($by) (peerobserver_rpc_memoryinfo_locked_free{S})", "{{$by}} free"),
                    Query("max by ($by) (peerobserver_rpc_memoryinfo_locked_total{S})", "{{$by}} limit"),
                ],
                unit="bytes", overrides=[limit_line("limit")]),
        ]),
        Row("The machine (node_exporter)", [
            timeseries(
                "CPU", "Share of all CPUs, by what they do.",
                Query('avg by (instance, mode) (rate(node_cpu_seconds_total{N, mode!="idle"}[R]))', "{{instance}} {{mode}}"),
                unit="percentunit", stack=True),
            timeseries(
                "Load", "Processes that run or wait, over one minute, by CPU.",
                Query(
                    'sum by (instance) (node_load1{N}) / count by (instance) (node_cpu_seconds_total{N, mode="idle"})', "{{instance}}"),
                unit="none"),
            timeseries(
                "Memory available", "As a share of all.",
                Query("node_memory_MemAvailable_bytes{N} / node_memory_MemTotal_bytes{N}", "{{instance}}"), unit="percentunit",
                defaults={"max": 1}),
            timeseries(
                "Disk used", "By file system, as a share.",
                Query(
                    '1 - node_filesystem_avail_bytes{N, fstype!~"tmpfs|overlay|squashfs"} / node_filesystem_size_bytes{N, fstype!~"tmpfs|overlay|squashfs"}',
                    "{{instance}} {{mountpoint}}"),
                unit="percentunit", defaults={"max": 1}),
            timeseries(
                "Disk traffic", "Bytes a second.",
                [
                    Query("sum by (instance) (rate(node_disk_read_bytes_total{N}[R]))", "{{instance}} read"),
                    Query("sum by (instance) (rate(node_disk_written_bytes_total{N}[R]))", "{{instance}} written"),
                ],
                unit="Bps"),
            timeseries(
                "Network traffic", "Bytes a second of the network devices.",
                [
                    Query('sum by (instance) (rate(node_network_receive_bytes_total{N, device!="lo"}[R]))', "{{instance}} in"),
                    Query('sum by (instance) (rate(node_network_transmit_bytes_total{N, device!="lo"}[R]))', "{{instance}} out"),
                ],
                unit="Bps"),
        ], collapsed=True),
        Row("Processes (process-exporter)", [
            timeseries(
                "CPU by program", "Share of one CPU.",
                Query("sum by (instance, groupname) (rate(namedprocess_namegroup_cpu_seconds_total{N}[R]))", "{{instance}} {{groupname}}"),
                unit="percentunit"),
            timeseries(
                "CPU by thread", "Share of one CPU, of the threads that use any.",
                Query(
                    "sum by (instance, groupname, threadname) (rate(namedprocess_namegroup_thread_cpu_seconds_total{N}[R])) > 0.001",
                    "{{instance}} {{groupname}} {{threadname}}"),
                unit="percentunit", overrides=THREADS),
            timeseries(
                "Memory by program", "Resident.",
                Query('sum by (instance, groupname) (namedprocess_namegroup_memory_bytes{N, memtype="resident"})', "{{instance}} {{groupname}}"),
                unit="bytes"),
            timeseries(
                "Open files by program", "The fullest of a program, as a share of its limit.",
                Query("max by (instance, groupname) (namedprocess_namegroup_worst_fd_ratio{N})", "{{instance}} {{groupname}}"),
                unit="percentunit"),
        ], collapsed=True),
    ],
)
