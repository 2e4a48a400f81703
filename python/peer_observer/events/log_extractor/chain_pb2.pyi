from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class BestChainLine(_message.Message):
    __slots__ = ["block_hash", "block_time", "height", "progress"]
    BLOCK_HASH_FIELD_NUMBER: _ClassVar[int]
    BLOCK_TIME_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    PROGRESS_FIELD_NUMBER: _ClassVar[int]
    block_hash: str
    block_time: int
    height: int
    progress: float
    def __init__(self, block_hash: _Optional[str] = ..., height: _Optional[int] = ..., block_time: _Optional[int] = ..., progress: _Optional[float] = ...) -> None: ...

class BlockRejectedLine(_message.Message):
    __slots__ = ["block_hash", "reason", "stage"]
    BLOCK_HASH_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    STAGE_FIELD_NUMBER: _ClassVar[int]
    block_hash: str
    reason: str
    stage: str
    def __init__(self, stage: _Optional[str] = ..., reason: _Optional[str] = ..., block_hash: _Optional[str] = ...) -> None: ...

class BlockTemplateLine(_message.Message):
    __slots__ = ["fees", "sigops", "tx_count", "weight"]
    FEES_FIELD_NUMBER: _ClassVar[int]
    SIGOPS_FIELD_NUMBER: _ClassVar[int]
    TX_COUNT_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    fees: int
    sigops: int
    tx_count: int
    weight: int
    def __init__(self, weight: _Optional[int] = ..., tx_count: _Optional[int] = ..., fees: _Optional[int] = ..., sigops: _Optional[int] = ...) -> None: ...

class BlockTemplateTimingLine(_message.Message):
    __slots__ = ["package_count", "selection_ms", "total_ms", "updated_descendants", "validity_ms"]
    PACKAGE_COUNT_FIELD_NUMBER: _ClassVar[int]
    SELECTION_MS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_MS_FIELD_NUMBER: _ClassVar[int]
    UPDATED_DESCENDANTS_FIELD_NUMBER: _ClassVar[int]
    VALIDITY_MS_FIELD_NUMBER: _ClassVar[int]
    package_count: int
    selection_ms: float
    total_ms: float
    updated_descendants: int
    validity_ms: float
    def __init__(self, selection_ms: _Optional[float] = ..., validity_ms: _Optional[float] = ..., total_ms: _Optional[float] = ..., package_count: _Optional[int] = ..., updated_descendants: _Optional[int] = ...) -> None: ...

class BlockTimingLine(_message.Message):
    __slots__ = ["average_ms", "count", "duration_ms", "per_input_ms", "per_tx_ms", "step", "total_s"]
    AVERAGE_MS_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    DURATION_MS_FIELD_NUMBER: _ClassVar[int]
    PER_INPUT_MS_FIELD_NUMBER: _ClassVar[int]
    PER_TX_MS_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    TOTAL_S_FIELD_NUMBER: _ClassVar[int]
    average_ms: float
    count: int
    duration_ms: float
    per_input_ms: float
    per_tx_ms: float
    step: str
    total_s: float
    def __init__(self, step: _Optional[str] = ..., duration_ms: _Optional[float] = ..., total_s: _Optional[float] = ..., average_ms: _Optional[float] = ..., count: _Optional[int] = ..., per_tx_ms: _Optional[float] = ..., per_input_ms: _Optional[float] = ...) -> None: ...

class ChainstateFlushLine(_message.Message):
    __slots__ = ["critical", "large", "mode", "periodic", "prune"]
    CRITICAL_FIELD_NUMBER: _ClassVar[int]
    LARGE_FIELD_NUMBER: _ClassVar[int]
    MODE_FIELD_NUMBER: _ClassVar[int]
    PERIODIC_FIELD_NUMBER: _ClassVar[int]
    PRUNE_FIELD_NUMBER: _ClassVar[int]
    critical: bool
    large: bool
    mode: str
    periodic: bool
    prune: bool
    def __init__(self, mode: _Optional[str] = ..., prune: bool = ..., large: bool = ..., critical: bool = ..., periodic: bool = ...) -> None: ...

class CoinsBatchLine(_message.Message):
    __slots__ = ["final", "mib"]
    FINAL_FIELD_NUMBER: _ClassVar[int]
    MIB_FIELD_NUMBER: _ClassVar[int]
    final: bool
    mib: float
    def __init__(self, final: bool = ..., mib: _Optional[float] = ...) -> None: ...

class CoinsCommitLine(_message.Message):
    __slots__ = ["changed", "total"]
    CHANGED_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    changed: int
    total: int
    def __init__(self, changed: _Optional[int] = ..., total: _Optional[int] = ...) -> None: ...

class HeaderSyncLine(_message.Message):
    __slots__ = ["height", "percent", "presync"]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    PERCENT_FIELD_NUMBER: _ClassVar[int]
    PRESYNC_FIELD_NUMBER: _ClassVar[int]
    height: int
    percent: float
    presync: bool
    def __init__(self, presync: bool = ..., height: _Optional[int] = ..., percent: _Optional[float] = ...) -> None: ...

class InvalidChainLine(_message.Message):
    __slots__ = ["block_hash", "block_time", "height", "invalid", "log2_work"]
    BLOCK_HASH_FIELD_NUMBER: _ClassVar[int]
    BLOCK_TIME_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    INVALID_FIELD_NUMBER: _ClassVar[int]
    LOG2_WORK_FIELD_NUMBER: _ClassVar[int]
    block_hash: str
    block_time: int
    height: int
    invalid: bool
    log2_work: float
    def __init__(self, invalid: bool = ..., block_hash: _Optional[str] = ..., height: _Optional[int] = ..., log2_work: _Optional[float] = ..., block_time: _Optional[int] = ...) -> None: ...

class NewHeaderLine(_message.Message):
    __slots__ = ["block_hash", "height", "peer_addr", "peer_id", "via_compact_block"]
    BLOCK_HASH_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    PEER_ADDR_FIELD_NUMBER: _ClassVar[int]
    PEER_ID_FIELD_NUMBER: _ClassVar[int]
    VIA_COMPACT_BLOCK_FIELD_NUMBER: _ClassVar[int]
    block_hash: str
    height: int
    peer_addr: str
    peer_id: int
    via_compact_block: bool
    def __init__(self, block_hash: _Optional[str] = ..., via_compact_block: bool = ..., height: _Optional[int] = ..., peer_id: _Optional[int] = ..., peer_addr: _Optional[str] = ...) -> None: ...

class TimedStepLine(_message.Message):
    __slots__ = ["completed", "duration_ms", "function", "title"]
    COMPLETED_FIELD_NUMBER: _ClassVar[int]
    DURATION_MS_FIELD_NUMBER: _ClassVar[int]
    FUNCTION_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    completed: bool
    duration_ms: float
    function: str
    title: str
    def __init__(self, function: _Optional[str] = ..., title: _Optional[str] = ..., completed: bool = ..., duration_ms: _Optional[float] = ...) -> None: ...

class UpdateTipLine(_message.Message):
    __slots__ = ["background", "block_hash", "block_time", "cache_mib", "cache_txo_count", "height", "log2_work", "progress", "tx_count", "version", "warning"]
    BACKGROUND_FIELD_NUMBER: _ClassVar[int]
    BLOCK_HASH_FIELD_NUMBER: _ClassVar[int]
    BLOCK_TIME_FIELD_NUMBER: _ClassVar[int]
    CACHE_MIB_FIELD_NUMBER: _ClassVar[int]
    CACHE_TXO_COUNT_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    LOG2_WORK_FIELD_NUMBER: _ClassVar[int]
    PROGRESS_FIELD_NUMBER: _ClassVar[int]
    TX_COUNT_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    WARNING_FIELD_NUMBER: _ClassVar[int]
    background: bool
    block_hash: str
    block_time: int
    cache_mib: float
    cache_txo_count: int
    height: int
    log2_work: float
    progress: float
    tx_count: int
    version: int
    warning: str
    def __init__(self, block_hash: _Optional[str] = ..., height: _Optional[int] = ..., version: _Optional[int] = ..., log2_work: _Optional[float] = ..., tx_count: _Optional[int] = ..., block_time: _Optional[int] = ..., progress: _Optional[float] = ..., cache_mib: _Optional[float] = ..., cache_txo_count: _Optional[int] = ..., warning: _Optional[str] = ..., background: bool = ...) -> None: ...

class ValidationSignalLine(_message.Message):
    __slots__ = ["block_hash", "enqueued", "fork_hash", "height", "in_ibd", "reason", "removed_count", "signal", "txid", "wtxid"]
    BLOCK_HASH_FIELD_NUMBER: _ClassVar[int]
    ENQUEUED_FIELD_NUMBER: _ClassVar[int]
    FORK_HASH_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    IN_IBD_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REMOVED_COUNT_FIELD_NUMBER: _ClassVar[int]
    SIGNAL_FIELD_NUMBER: _ClassVar[int]
    TXID_FIELD_NUMBER: _ClassVar[int]
    WTXID_FIELD_NUMBER: _ClassVar[int]
    block_hash: str
    enqueued: bool
    fork_hash: str
    height: int
    in_ibd: bool
    reason: str
    removed_count: int
    signal: str
    txid: str
    wtxid: str
    def __init__(self, signal: _Optional[str] = ..., enqueued: bool = ..., block_hash: _Optional[str] = ..., height: _Optional[int] = ..., fork_hash: _Optional[str] = ..., in_ibd: bool = ..., txid: _Optional[str] = ..., wtxid: _Optional[str] = ..., reason: _Optional[str] = ..., removed_count: _Optional[int] = ...) -> None: ...
