"""What the node keeps to be mined."""

from board import Board, Row
from model import GREEN, RED, YELLOW, Query, bargauge, gauge, limit_line, or_none, stat, thresholds, timeseries

BOARD = Board(
    "mempool", "peer-observer: mempool",
    "Size and memory of the mempool, what enters and leaves it and why, fee rates.",
    [
        Row("Now", [
            stat("Transactions", "In the mempool.", Query("sum by ($by) (peerobserver_rpc_mempoolinfo_transaction_count{S})"), unit="none"),
            stat("Size", "Virtual bytes.", Query("sum by ($by) (peerobserver_rpc_mempoolinfo_transaction_vbyte{S})"), unit="short"),
            stat("Fees", "Of all transactions, in BTC.", Query("sum by ($by) (peerobserver_rpc_mempoolinfo_transaction_fees{S})"), unit="none"),
            gauge(
                "Memory", "Used, as a share of -maxmempool.",
                Query("max by ($by) (peerobserver_rpc_mempoolinfo_memory_usage{S} / peerobserver_rpc_mempoolinfo_memory_max{S})"),
                steps=thresholds((None, GREEN), (0.8, YELLOW), (0.98, RED))),
            stat(
                "Lowest fee rate", "That the mempool takes, in satoshi per virtual byte.",
                Query("max by ($by) (peerobserver_rpc_mempoolinfo_min_mempool_feerate{S})"), unit="none"),
            stat(
                "Not broadcast yet", "Own transactions that no peer has asked for yet.",
                Query("sum by ($by) (peerobserver_rpc_mempoolinfo_unbroadcast_transactions{S})"), unit="none"),
        ]),
        Row("Size", [
            timeseries(
                "Transactions", "In the mempool.", Query("sum by ($by) (peerobserver_rpc_mempoolinfo_transaction_count{S})"), unit="none"),
            timeseries(
                "Memory", "Used and allowed.",
                [
                    Query("max by ($by) (peerobserver_rpc_mempoolinfo_memory_usage{S})", "{{$by}} used"),
                    Query("max by ($by) (peerobserver_rpc_mempoolinfo_memory_max{S})", "{{$by}} limit"),
                ],
                unit="bytes", overrides=[limit_line("limit")]),
            timeseries(
                "Virtual bytes", "Of all transactions; a block takes a million.",
                Query("sum by ($by) (peerobserver_rpc_mempoolinfo_transaction_vbyte{S})"), unit="short"),
            timeseries(
                "Memory for a virtual byte", "What keeping the mempool costs.",
                Query("max by ($by) (peerobserver_rpc_mempoolinfo_memory_usage{S} / peerobserver_rpc_mempoolinfo_transaction_vbyte{S})"),
                unit="none"),
        ]),
        Row("In and out", [
            timeseries("Added", "Transactions a second.", Query("sum by ($by) (rate(peerobserver_mempool_added{S}[R]))"), unit="ops"),
            timeseries(
                "Virtual bytes added", "A second. Blocks take some 1,700 a second on average.",
                Query("sum by ($by) (rate(peerobserver_mempool_added_vbytes{S}[R]))"), unit="short"),
            timeseries(
                "Removed", "Transactions a second, by the node's word for why.",
                Query("sum by (reason) (rate(peerobserver_mempool_removed{S}[R])) > 0", "{{reason}}"), unit="ops"),
            timeseries(
                "Replaced", "Transactions a second that gave way to others, and their virtual bytes.",
                [
                    Query("sum by ($by) (rate(peerobserver_mempool_replaced{S}[R]))", "{{$by}} transactions"),
                    Query("sum by ($by) (rate(peerobserver_mempool_replaced_vbytes{S}[R]))", "{{$by}} vbytes"),
                ],
                unit="short"),
            timeseries(
                "Rejected", "Transactions a minute that the mempool did not take, by reason.",
                Query("topk(12, sum by (reason) (rate(peerobserver_mempool_rejected{S}[R]))) * 60 > 0", "{{reason}}"), unit="cpm"),
            timeseries(
                "Rejected, by debug.log", "Transactions of peers a minute; with -debug=mempoolrej. The same as above where there are no tracepoints.",
                Query(
                    or_none("topk(12, sum by (reason) (rate(peerobserver_log_rejected_transactions_total{S}[R]))) * 60", "reason"), "{{reason}}"),
                unit="cpm"),
            bargauge(
                "Why transactions were rejected", "In the last day.",
                Query("topk(12, sum by (reason) (increase(peerobserver_mempool_rejected{S}[1d])))", "{{reason}}"), unit="none"),
        ]),
        Row("Fee rates", [
            timeseries(
                "Lowest fee rates", "Of the mempool, of relay, and what a replacement must add, in satoshi per virtual byte.",
                [
                    Query("max by ($by) (peerobserver_rpc_mempoolinfo_min_mempool_feerate{S})", "{{$by}} mempool"),
                    Query("max by ($by) (peerobserver_rpc_mempoolinfo_min_relay_tx_feerate{S})", "{{$by}} relay"),
                    Query("max by ($by) (peerobserver_rpc_mempoolinfo_incremental_relay_feerate{S})", "{{$by}} replacement"),
                ],
                unit="none"),
            timeseries(
                "Estimates", "Fee rate for confirmation within 1, 6 and 144 blocks, in satoshi per virtual byte.",
                Query(
                    "max by ($by, target_block, mode) (peerobserver_rpc_estimatesmartfee_feerate{S})",
                    "{{$by}} {{target_block}} blocks, {{mode}}"),
                unit="none"),
        ]),
    ],
)
