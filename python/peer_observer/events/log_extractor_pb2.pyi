from peer_observer.events.log_extractor import addrman_pb2 as _addrman_pb2
from peer_observer.events.log_extractor import chain_pb2 as _chain_pb2
from peer_observer.events.log_extractor import compact_block_pb2 as _compact_block_pb2
from peer_observer.events.log_extractor import mempool_pb2 as _mempool_pb2
from peer_observer.events.log_extractor import node_pb2 as _node_pb2
from peer_observer.events.log_extractor import peer_pb2 as _peer_pb2
from peer_observer.events.log_extractor import proxy_pb2 as _proxy_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Mapping as _Mapping, Optional as _Optional, Union as _Union

ADDRMAN: LogDebugCategory
BENCH: LogDebugCategory
BLOCKSTORAGE: LogDebugCategory
CMPCTBLOCK: LogDebugCategory
COINDB: LogDebugCategory
DEBUG: LogLevel
DESCRIPTOR: _descriptor.FileDescriptor
ERROR: LogLevel
ESTIMATEFEE: LogDebugCategory
HTTP: LogDebugCategory
I2P: LogDebugCategory
INFO: LogLevel
IPC: LogDebugCategory
LEVELDB: LogDebugCategory
LIBEVENT: LogDebugCategory
MEMPOOL: LogDebugCategory
MEMPOOLREJ: LogDebugCategory
NET: LogDebugCategory
PROXY: LogDebugCategory
PRUNE: LogDebugCategory
QT: LogDebugCategory
RAND: LogDebugCategory
REINDEX: LogDebugCategory
RPC: LogDebugCategory
SCAN: LogDebugCategory
SELECTCOINS: LogDebugCategory
TOR: LogDebugCategory
TRACE: LogLevel
TXPACKAGES: LogDebugCategory
TXRECONCILIATION: LogDebugCategory
UNKNOWN: LogDebugCategory
VALIDATION: LogDebugCategory
WALLETDB: LogDebugCategory
WARNING: LogLevel
ZMQ: LogDebugCategory

class BlockCheckedLog(_message.Message):
    __slots__ = ["block_hash", "debug_message", "state"]
    BLOCK_HASH_FIELD_NUMBER: _ClassVar[int]
    DEBUG_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    block_hash: str
    debug_message: str
    state: str
    def __init__(self, block_hash: _Optional[str] = ..., state: _Optional[str] = ..., debug_message: _Optional[str] = ...) -> None: ...

class BlockConnectedLog(_message.Message):
    __slots__ = ["block_hash", "block_height"]
    BLOCK_HASH_FIELD_NUMBER: _ClassVar[int]
    BLOCK_HEIGHT_FIELD_NUMBER: _ClassVar[int]
    block_hash: str
    block_height: int
    def __init__(self, block_hash: _Optional[str] = ..., block_height: _Optional[int] = ...) -> None: ...

class ContinuationLine(_message.Message):
    __slots__ = ["category", "category_name", "index", "log_level", "log_timestamp", "threadname"]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_NAME_FIELD_NUMBER: _ClassVar[int]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    LOG_LEVEL_FIELD_NUMBER: _ClassVar[int]
    LOG_TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    THREADNAME_FIELD_NUMBER: _ClassVar[int]
    category: LogDebugCategory
    category_name: str
    index: int
    log_level: LogLevel
    log_timestamp: int
    threadname: str
    def __init__(self, log_timestamp: _Optional[int] = ..., category: _Optional[_Union[LogDebugCategory, str]] = ..., threadname: _Optional[str] = ..., log_level: _Optional[_Union[LogLevel, str]] = ..., index: _Optional[int] = ..., category_name: _Optional[str] = ...) -> None: ...

class UnknownLogMessage(_message.Message):
    __slots__ = ["raw_message"]
    RAW_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    raw_message: str
    def __init__(self, raw_message: _Optional[str] = ...) -> None: ...

class log(_message.Message):
    __slots__ = ["addresses_received", "addrman_added", "addrman_collision", "addrman_entry", "addrman_replaced", "addrman_selected", "best_chain", "block_checked_log", "block_connected_log", "block_received", "block_reconstructed", "block_rejected", "block_template", "block_template_timing", "block_timing", "block_transactions_sent", "category", "category_name", "chainstate_flush", "coins_batch", "coins_commit", "compact_block_init", "compact_block_problem", "connection_attempt", "connection_failed", "continuation", "header_sync", "i2p_session", "inbound_connection", "init_message", "invalid_chain", "inventory_requested", "log_level", "log_line_bytes", "log_rate_limit", "log_timestamp", "mempool_dumped", "mempool_expired", "mempool_replacement", "mempool_trimmed", "message_error", "misbehaving", "mock_time", "network_active", "new_header", "node_started", "node_state", "orphan", "orphans_erased", "peer_added", "peer_connected", "peer_disconnected", "peer_forgotten", "peer_message", "proxy_connection", "punishment", "raw_bytes", "required_transaction", "socket_closed", "source_file", "source_function", "source_line", "stale_tip", "suppressing", "thread_change", "threadname", "timed_step", "tor_control", "transaction_accepted", "transaction_rejected", "transaction_replaced", "unknown_log_message", "update_tip", "validation_signal", "version_received", "version_sent"]
    ADDRESSES_RECEIVED_FIELD_NUMBER: _ClassVar[int]
    ADDRMAN_ADDED_FIELD_NUMBER: _ClassVar[int]
    ADDRMAN_COLLISION_FIELD_NUMBER: _ClassVar[int]
    ADDRMAN_ENTRY_FIELD_NUMBER: _ClassVar[int]
    ADDRMAN_REPLACED_FIELD_NUMBER: _ClassVar[int]
    ADDRMAN_SELECTED_FIELD_NUMBER: _ClassVar[int]
    BEST_CHAIN_FIELD_NUMBER: _ClassVar[int]
    BLOCK_CHECKED_LOG_FIELD_NUMBER: _ClassVar[int]
    BLOCK_CONNECTED_LOG_FIELD_NUMBER: _ClassVar[int]
    BLOCK_RECEIVED_FIELD_NUMBER: _ClassVar[int]
    BLOCK_RECONSTRUCTED_FIELD_NUMBER: _ClassVar[int]
    BLOCK_REJECTED_FIELD_NUMBER: _ClassVar[int]
    BLOCK_TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    BLOCK_TEMPLATE_TIMING_FIELD_NUMBER: _ClassVar[int]
    BLOCK_TIMING_FIELD_NUMBER: _ClassVar[int]
    BLOCK_TRANSACTIONS_SENT_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_NAME_FIELD_NUMBER: _ClassVar[int]
    CHAINSTATE_FLUSH_FIELD_NUMBER: _ClassVar[int]
    COINS_BATCH_FIELD_NUMBER: _ClassVar[int]
    COINS_COMMIT_FIELD_NUMBER: _ClassVar[int]
    COMPACT_BLOCK_INIT_FIELD_NUMBER: _ClassVar[int]
    COMPACT_BLOCK_PROBLEM_FIELD_NUMBER: _ClassVar[int]
    CONNECTION_ATTEMPT_FIELD_NUMBER: _ClassVar[int]
    CONNECTION_FAILED_FIELD_NUMBER: _ClassVar[int]
    CONTINUATION_FIELD_NUMBER: _ClassVar[int]
    HEADER_SYNC_FIELD_NUMBER: _ClassVar[int]
    I2P_SESSION_FIELD_NUMBER: _ClassVar[int]
    INBOUND_CONNECTION_FIELD_NUMBER: _ClassVar[int]
    INIT_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    INVALID_CHAIN_FIELD_NUMBER: _ClassVar[int]
    INVENTORY_REQUESTED_FIELD_NUMBER: _ClassVar[int]
    LOG_LEVEL_FIELD_NUMBER: _ClassVar[int]
    LOG_LINE_BYTES_FIELD_NUMBER: _ClassVar[int]
    LOG_RATE_LIMIT_FIELD_NUMBER: _ClassVar[int]
    LOG_TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    MEMPOOL_DUMPED_FIELD_NUMBER: _ClassVar[int]
    MEMPOOL_EXPIRED_FIELD_NUMBER: _ClassVar[int]
    MEMPOOL_REPLACEMENT_FIELD_NUMBER: _ClassVar[int]
    MEMPOOL_TRIMMED_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_ERROR_FIELD_NUMBER: _ClassVar[int]
    MISBEHAVING_FIELD_NUMBER: _ClassVar[int]
    MOCK_TIME_FIELD_NUMBER: _ClassVar[int]
    NETWORK_ACTIVE_FIELD_NUMBER: _ClassVar[int]
    NEW_HEADER_FIELD_NUMBER: _ClassVar[int]
    NODE_STARTED_FIELD_NUMBER: _ClassVar[int]
    NODE_STATE_FIELD_NUMBER: _ClassVar[int]
    ORPHANS_ERASED_FIELD_NUMBER: _ClassVar[int]
    ORPHAN_FIELD_NUMBER: _ClassVar[int]
    PEER_ADDED_FIELD_NUMBER: _ClassVar[int]
    PEER_CONNECTED_FIELD_NUMBER: _ClassVar[int]
    PEER_DISCONNECTED_FIELD_NUMBER: _ClassVar[int]
    PEER_FORGOTTEN_FIELD_NUMBER: _ClassVar[int]
    PEER_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    PROXY_CONNECTION_FIELD_NUMBER: _ClassVar[int]
    PUNISHMENT_FIELD_NUMBER: _ClassVar[int]
    RAW_BYTES_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_TRANSACTION_FIELD_NUMBER: _ClassVar[int]
    SOCKET_CLOSED_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FILE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FUNCTION_FIELD_NUMBER: _ClassVar[int]
    SOURCE_LINE_FIELD_NUMBER: _ClassVar[int]
    STALE_TIP_FIELD_NUMBER: _ClassVar[int]
    SUPPRESSING_FIELD_NUMBER: _ClassVar[int]
    THREADNAME_FIELD_NUMBER: _ClassVar[int]
    THREAD_CHANGE_FIELD_NUMBER: _ClassVar[int]
    TIMED_STEP_FIELD_NUMBER: _ClassVar[int]
    TOR_CONTROL_FIELD_NUMBER: _ClassVar[int]
    TRANSACTION_ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    TRANSACTION_REJECTED_FIELD_NUMBER: _ClassVar[int]
    TRANSACTION_REPLACED_FIELD_NUMBER: _ClassVar[int]
    UNKNOWN_LOG_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIP_FIELD_NUMBER: _ClassVar[int]
    VALIDATION_SIGNAL_FIELD_NUMBER: _ClassVar[int]
    VERSION_RECEIVED_FIELD_NUMBER: _ClassVar[int]
    VERSION_SENT_FIELD_NUMBER: _ClassVar[int]
    addresses_received: _peer_pb2.AddressesReceivedLine
    addrman_added: _addrman_pb2.AddrmanAddedLine
    addrman_collision: _addrman_pb2.AddrmanCollisionLine
    addrman_entry: _addrman_pb2.AddrmanEntryLine
    addrman_replaced: _addrman_pb2.AddrmanReplacedLine
    addrman_selected: _addrman_pb2.AddrmanSelectedLine
    best_chain: _chain_pb2.BestChainLine
    block_checked_log: BlockCheckedLog
    block_connected_log: BlockConnectedLog
    block_received: _peer_pb2.BlockReceivedLine
    block_reconstructed: _compact_block_pb2.BlockReconstructedLine
    block_rejected: _chain_pb2.BlockRejectedLine
    block_template: _chain_pb2.BlockTemplateLine
    block_template_timing: _chain_pb2.BlockTemplateTimingLine
    block_timing: _chain_pb2.BlockTimingLine
    block_transactions_sent: _compact_block_pb2.BlockTransactionsSentLine
    category: LogDebugCategory
    category_name: str
    chainstate_flush: _chain_pb2.ChainstateFlushLine
    coins_batch: _chain_pb2.CoinsBatchLine
    coins_commit: _chain_pb2.CoinsCommitLine
    compact_block_init: _compact_block_pb2.CompactBlockInitLine
    compact_block_problem: _compact_block_pb2.CompactBlockProblemLine
    connection_attempt: _peer_pb2.ConnectionAttemptLine
    connection_failed: _peer_pb2.ConnectionFailedLine
    continuation: ContinuationLine
    header_sync: _chain_pb2.HeaderSyncLine
    i2p_session: _proxy_pb2.I2PSessionLine
    inbound_connection: _peer_pb2.InboundConnectionLine
    init_message: _node_pb2.InitMessageLine
    invalid_chain: _chain_pb2.InvalidChainLine
    inventory_requested: _peer_pb2.InventoryRequestedLine
    log_level: LogLevel
    log_line_bytes: int
    log_rate_limit: _node_pb2.LogRateLimitLine
    log_timestamp: int
    mempool_dumped: _mempool_pb2.MempoolDumpedLine
    mempool_expired: _mempool_pb2.MempoolExpiredLine
    mempool_replacement: _mempool_pb2.MempoolReplacementLine
    mempool_trimmed: _mempool_pb2.MempoolTrimmedLine
    message_error: _peer_pb2.MessageErrorLine
    misbehaving: _peer_pb2.MisbehavingLine
    mock_time: int
    network_active: _node_pb2.NetworkActiveLine
    new_header: _chain_pb2.NewHeaderLine
    node_started: _node_pb2.NodeStartedLine
    node_state: _node_pb2.NodeStateLine
    orphan: _mempool_pb2.OrphanLine
    orphans_erased: _mempool_pb2.OrphansErasedLine
    peer_added: _peer_pb2.PeerAddedLine
    peer_connected: _peer_pb2.PeerConnectedLine
    peer_disconnected: _peer_pb2.PeerDisconnectedLine
    peer_forgotten: _peer_pb2.PeerForgottenLine
    peer_message: _peer_pb2.PeerMessageLine
    proxy_connection: _proxy_pb2.ProxyConnectionLine
    punishment: _peer_pb2.PunishmentLine
    raw_bytes: bytes
    required_transaction: _compact_block_pb2.RequiredTransactionLine
    socket_closed: _peer_pb2.SocketClosedLine
    source_file: str
    source_function: str
    source_line: int
    stale_tip: _peer_pb2.StaleTipLine
    suppressing: bool
    thread_change: _node_pb2.ThreadChangeLine
    threadname: str
    timed_step: _chain_pb2.TimedStepLine
    tor_control: _proxy_pb2.TorControlLine
    transaction_accepted: _mempool_pb2.TransactionAcceptedLine
    transaction_rejected: _mempool_pb2.TransactionRejectedLine
    transaction_replaced: _mempool_pb2.TransactionReplacedLine
    unknown_log_message: UnknownLogMessage
    update_tip: _chain_pb2.UpdateTipLine
    validation_signal: _chain_pb2.ValidationSignalLine
    version_received: _peer_pb2.VersionReceivedLine
    version_sent: _peer_pb2.VersionSentLine
    def __init__(self, log_timestamp: _Optional[int] = ..., category: _Optional[_Union[LogDebugCategory, str]] = ..., threadname: _Optional[str] = ..., unknown_log_message: _Optional[_Union[UnknownLogMessage, _Mapping]] = ..., block_connected_log: _Optional[_Union[BlockConnectedLog, _Mapping]] = ..., block_checked_log: _Optional[_Union[BlockCheckedLog, _Mapping]] = ..., log_level: _Optional[_Union[LogLevel, str]] = ..., log_line_bytes: _Optional[int] = ..., category_name: _Optional[str] = ..., source_file: _Optional[str] = ..., source_line: _Optional[int] = ..., source_function: _Optional[str] = ..., mock_time: _Optional[int] = ..., suppressing: bool = ..., raw_bytes: _Optional[bytes] = ..., continuation: _Optional[_Union[ContinuationLine, _Mapping]] = ..., node_started: _Optional[_Union[_node_pb2.NodeStartedLine, _Mapping]] = ..., node_state: _Optional[_Union[_node_pb2.NodeStateLine, _Mapping]] = ..., init_message: _Optional[_Union[_node_pb2.InitMessageLine, _Mapping]] = ..., thread_change: _Optional[_Union[_node_pb2.ThreadChangeLine, _Mapping]] = ..., network_active: _Optional[_Union[_node_pb2.NetworkActiveLine, _Mapping]] = ..., log_rate_limit: _Optional[_Union[_node_pb2.LogRateLimitLine, _Mapping]] = ..., update_tip: _Optional[_Union[_chain_pb2.UpdateTipLine, _Mapping]] = ..., best_chain: _Optional[_Union[_chain_pb2.BestChainLine, _Mapping]] = ..., header_sync: _Optional[_Union[_chain_pb2.HeaderSyncLine, _Mapping]] = ..., new_header: _Optional[_Union[_chain_pb2.NewHeaderLine, _Mapping]] = ..., invalid_chain: _Optional[_Union[_chain_pb2.InvalidChainLine, _Mapping]] = ..., block_rejected: _Optional[_Union[_chain_pb2.BlockRejectedLine, _Mapping]] = ..., validation_signal: _Optional[_Union[_chain_pb2.ValidationSignalLine, _Mapping]] = ..., block_timing: _Optional[_Union[_chain_pb2.BlockTimingLine, _Mapping]] = ..., block_template: _Optional[_Union[_chain_pb2.BlockTemplateLine, _Mapping]] = ..., block_template_timing: _Optional[_Union[_chain_pb2.BlockTemplateTimingLine, _Mapping]] = ..., timed_step: _Optional[_Union[_chain_pb2.TimedStepLine, _Mapping]] = ..., chainstate_flush: _Optional[_Union[_chain_pb2.ChainstateFlushLine, _Mapping]] = ..., coins_commit: _Optional[_Union[_chain_pb2.CoinsCommitLine, _Mapping]] = ..., coins_batch: _Optional[_Union[_chain_pb2.CoinsBatchLine, _Mapping]] = ..., compact_block_init: _Optional[_Union[_compact_block_pb2.CompactBlockInitLine, _Mapping]] = ..., block_reconstructed: _Optional[_Union[_compact_block_pb2.BlockReconstructedLine, _Mapping]] = ..., required_transaction: _Optional[_Union[_compact_block_pb2.RequiredTransactionLine, _Mapping]] = ..., block_transactions_sent: _Optional[_Union[_compact_block_pb2.BlockTransactionsSentLine, _Mapping]] = ..., compact_block_problem: _Optional[_Union[_compact_block_pb2.CompactBlockProblemLine, _Mapping]] = ..., connection_attempt: _Optional[_Union[_peer_pb2.ConnectionAttemptLine, _Mapping]] = ..., connection_failed: _Optional[_Union[_peer_pb2.ConnectionFailedLine, _Mapping]] = ..., inbound_connection: _Optional[_Union[_peer_pb2.InboundConnectionLine, _Mapping]] = ..., peer_added: _Optional[_Union[_peer_pb2.PeerAddedLine, _Mapping]] = ..., version_received: _Optional[_Union[_peer_pb2.VersionReceivedLine, _Mapping]] = ..., version_sent: _Optional[_Union[_peer_pb2.VersionSentLine, _Mapping]] = ..., peer_connected: _Optional[_Union[_peer_pb2.PeerConnectedLine, _Mapping]] = ..., peer_disconnected: _Optional[_Union[_peer_pb2.PeerDisconnectedLine, _Mapping]] = ..., socket_closed: _Optional[_Union[_peer_pb2.SocketClosedLine, _Mapping]] = ..., peer_forgotten: _Optional[_Union[_peer_pb2.PeerForgottenLine, _Mapping]] = ..., misbehaving: _Optional[_Union[_peer_pb2.MisbehavingLine, _Mapping]] = ..., punishment: _Optional[_Union[_peer_pb2.PunishmentLine, _Mapping]] = ..., peer_message: _Optional[_Union[_peer_pb2.PeerMessageLine, _Mapping]] = ..., addresses_received: _Optional[_Union[_peer_pb2.AddressesReceivedLine, _Mapping]] = ..., message_error: _Optional[_Union[_peer_pb2.MessageErrorLine, _Mapping]] = ..., stale_tip: _Optional[_Union[_peer_pb2.StaleTipLine, _Mapping]] = ..., inventory_requested: _Optional[_Union[_peer_pb2.InventoryRequestedLine, _Mapping]] = ..., block_received: _Optional[_Union[_peer_pb2.BlockReceivedLine, _Mapping]] = ..., transaction_accepted: _Optional[_Union[_mempool_pb2.TransactionAcceptedLine, _Mapping]] = ..., transaction_rejected: _Optional[_Union[_mempool_pb2.TransactionRejectedLine, _Mapping]] = ..., transaction_replaced: _Optional[_Union[_mempool_pb2.TransactionReplacedLine, _Mapping]] = ..., mempool_replacement: _Optional[_Union[_mempool_pb2.MempoolReplacementLine, _Mapping]] = ..., mempool_trimmed: _Optional[_Union[_mempool_pb2.MempoolTrimmedLine, _Mapping]] = ..., mempool_expired: _Optional[_Union[_mempool_pb2.MempoolExpiredLine, _Mapping]] = ..., mempool_dumped: _Optional[_Union[_mempool_pb2.MempoolDumpedLine, _Mapping]] = ..., orphan: _Optional[_Union[_mempool_pb2.OrphanLine, _Mapping]] = ..., orphans_erased: _Optional[_Union[_mempool_pb2.OrphansErasedLine, _Mapping]] = ..., addrman_added: _Optional[_Union[_addrman_pb2.AddrmanAddedLine, _Mapping]] = ..., addrman_entry: _Optional[_Union[_addrman_pb2.AddrmanEntryLine, _Mapping]] = ..., addrman_collision: _Optional[_Union[_addrman_pb2.AddrmanCollisionLine, _Mapping]] = ..., addrman_replaced: _Optional[_Union[_addrman_pb2.AddrmanReplacedLine, _Mapping]] = ..., addrman_selected: _Optional[_Union[_addrman_pb2.AddrmanSelectedLine, _Mapping]] = ..., tor_control: _Optional[_Union[_proxy_pb2.TorControlLine, _Mapping]] = ..., i2p_session: _Optional[_Union[_proxy_pb2.I2PSessionLine, _Mapping]] = ..., proxy_connection: _Optional[_Union[_proxy_pb2.ProxyConnectionLine, _Mapping]] = ...) -> None: ...

class LogLevel(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class LogDebugCategory(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
