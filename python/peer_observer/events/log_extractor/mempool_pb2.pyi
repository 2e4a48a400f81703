from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class MempoolDumpedLine(_message.Message):
    __slots__ = ["byte_count", "copy_s", "dump_s"]
    BYTE_COUNT_FIELD_NUMBER: _ClassVar[int]
    COPY_S_FIELD_NUMBER: _ClassVar[int]
    DUMP_S_FIELD_NUMBER: _ClassVar[int]
    byte_count: int
    copy_s: float
    dump_s: float
    def __init__(self, copy_s: _Optional[float] = ..., dump_s: _Optional[float] = ..., byte_count: _Optional[int] = ...) -> None: ...

class MempoolExpiredLine(_message.Message):
    __slots__ = ["removed_count"]
    REMOVED_COUNT_FIELD_NUMBER: _ClassVar[int]
    removed_count: int
    def __init__(self, removed_count: _Optional[int] = ...) -> None: ...

class MempoolReplacementLine(_message.Message):
    __slots__ = ["additional_fee", "delta_bytes", "new_count", "replaced_count"]
    ADDITIONAL_FEE_FIELD_NUMBER: _ClassVar[int]
    DELTA_BYTES_FIELD_NUMBER: _ClassVar[int]
    NEW_COUNT_FIELD_NUMBER: _ClassVar[int]
    REPLACED_COUNT_FIELD_NUMBER: _ClassVar[int]
    additional_fee: int
    delta_bytes: int
    new_count: int
    replaced_count: int
    def __init__(self, replaced_count: _Optional[int] = ..., new_count: _Optional[int] = ..., additional_fee: _Optional[int] = ..., delta_bytes: _Optional[int] = ...) -> None: ...

class MempoolTrimmedLine(_message.Message):
    __slots__ = ["min_fee_rate", "removed_count"]
    MIN_FEE_RATE_FIELD_NUMBER: _ClassVar[int]
    REMOVED_COUNT_FIELD_NUMBER: _ClassVar[int]
    min_fee_rate: int
    removed_count: int
    def __init__(self, removed_count: _Optional[int] = ..., min_fee_rate: _Optional[int] = ...) -> None: ...

class OrphanLine(_message.Message):
    __slots__ = ["action", "peer_id", "reason", "txid", "weight", "wtxid"]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    PEER_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    TXID_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    WTXID_FIELD_NUMBER: _ClassVar[int]
    action: str
    peer_id: int
    reason: str
    txid: str
    weight: int
    wtxid: str
    def __init__(self, action: _Optional[str] = ..., txid: _Optional[str] = ..., wtxid: _Optional[str] = ..., peer_id: _Optional[int] = ..., reason: _Optional[str] = ..., weight: _Optional[int] = ...) -> None: ...

class OrphansErasedLine(_message.Message):
    __slots__ = ["cause", "count", "peer_id"]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    PEER_ID_FIELD_NUMBER: _ClassVar[int]
    cause: str
    count: int
    peer_id: int
    def __init__(self, cause: _Optional[str] = ..., count: _Optional[int] = ..., peer_id: _Optional[int] = ...) -> None: ...

class TransactionAcceptedLine(_message.Message):
    __slots__ = ["mempool_count", "mempool_kb", "peer_id", "txid", "wtxid"]
    MEMPOOL_COUNT_FIELD_NUMBER: _ClassVar[int]
    MEMPOOL_KB_FIELD_NUMBER: _ClassVar[int]
    PEER_ID_FIELD_NUMBER: _ClassVar[int]
    TXID_FIELD_NUMBER: _ClassVar[int]
    WTXID_FIELD_NUMBER: _ClassVar[int]
    mempool_count: int
    mempool_kb: int
    peer_id: int
    txid: str
    wtxid: str
    def __init__(self, peer_id: _Optional[int] = ..., txid: _Optional[str] = ..., wtxid: _Optional[str] = ..., mempool_count: _Optional[int] = ..., mempool_kb: _Optional[int] = ...) -> None: ...

class TransactionRejectedLine(_message.Message):
    __slots__ = ["peer_id", "reason", "txid", "wtxid"]
    PEER_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    TXID_FIELD_NUMBER: _ClassVar[int]
    WTXID_FIELD_NUMBER: _ClassVar[int]
    peer_id: int
    reason: str
    txid: str
    wtxid: str
    def __init__(self, peer_id: _Optional[int] = ..., txid: _Optional[str] = ..., wtxid: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class TransactionReplacedLine(_message.Message):
    __slots__ = ["additional_fee", "delta_bytes", "package_count", "replaced_fee", "replaced_txid", "replaced_vsize", "replaced_wtxid", "replacement_fee", "replacement_id", "replacement_vsize", "replacement_wtxid"]
    ADDITIONAL_FEE_FIELD_NUMBER: _ClassVar[int]
    DELTA_BYTES_FIELD_NUMBER: _ClassVar[int]
    PACKAGE_COUNT_FIELD_NUMBER: _ClassVar[int]
    REPLACED_FEE_FIELD_NUMBER: _ClassVar[int]
    REPLACED_TXID_FIELD_NUMBER: _ClassVar[int]
    REPLACED_VSIZE_FIELD_NUMBER: _ClassVar[int]
    REPLACED_WTXID_FIELD_NUMBER: _ClassVar[int]
    REPLACEMENT_FEE_FIELD_NUMBER: _ClassVar[int]
    REPLACEMENT_ID_FIELD_NUMBER: _ClassVar[int]
    REPLACEMENT_VSIZE_FIELD_NUMBER: _ClassVar[int]
    REPLACEMENT_WTXID_FIELD_NUMBER: _ClassVar[int]
    additional_fee: int
    delta_bytes: int
    package_count: int
    replaced_fee: int
    replaced_txid: str
    replaced_vsize: int
    replaced_wtxid: str
    replacement_fee: int
    replacement_id: str
    replacement_vsize: int
    replacement_wtxid: str
    def __init__(self, replaced_txid: _Optional[str] = ..., replacement_id: _Optional[str] = ..., replaced_wtxid: _Optional[str] = ..., replaced_fee: _Optional[int] = ..., replaced_vsize: _Optional[int] = ..., replacement_wtxid: _Optional[str] = ..., replacement_fee: _Optional[int] = ..., replacement_vsize: _Optional[int] = ..., package_count: _Optional[int] = ..., additional_fee: _Optional[int] = ..., delta_bytes: _Optional[int] = ...) -> None: ...
