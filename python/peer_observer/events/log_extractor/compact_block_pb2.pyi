from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class BlockReconstructedLine(_message.Message):
    __slots__ = ["block_hash", "extra_bytes", "extra_count", "mempool_bytes", "mempool_count", "mempool_includes_extra", "prefilled_bytes", "prefilled_count", "requested_bytes", "requested_count"]
    BLOCK_HASH_FIELD_NUMBER: _ClassVar[int]
    EXTRA_BYTES_FIELD_NUMBER: _ClassVar[int]
    EXTRA_COUNT_FIELD_NUMBER: _ClassVar[int]
    MEMPOOL_BYTES_FIELD_NUMBER: _ClassVar[int]
    MEMPOOL_COUNT_FIELD_NUMBER: _ClassVar[int]
    MEMPOOL_INCLUDES_EXTRA_FIELD_NUMBER: _ClassVar[int]
    PREFILLED_BYTES_FIELD_NUMBER: _ClassVar[int]
    PREFILLED_COUNT_FIELD_NUMBER: _ClassVar[int]
    REQUESTED_BYTES_FIELD_NUMBER: _ClassVar[int]
    REQUESTED_COUNT_FIELD_NUMBER: _ClassVar[int]
    block_hash: str
    extra_bytes: int
    extra_count: int
    mempool_bytes: int
    mempool_count: int
    mempool_includes_extra: bool
    prefilled_bytes: int
    prefilled_count: int
    requested_bytes: int
    requested_count: int
    def __init__(self, block_hash: _Optional[str] = ..., prefilled_count: _Optional[int] = ..., mempool_count: _Optional[int] = ..., extra_count: _Optional[int] = ..., requested_count: _Optional[int] = ..., mempool_includes_extra: bool = ..., prefilled_bytes: _Optional[int] = ..., mempool_bytes: _Optional[int] = ..., extra_bytes: _Optional[int] = ..., requested_bytes: _Optional[int] = ...) -> None: ...

class BlockTransactionsSentLine(_message.Message):
    __slots__ = ["block_hash", "byte_count", "peer_id", "tx_count"]
    BLOCK_HASH_FIELD_NUMBER: _ClassVar[int]
    BYTE_COUNT_FIELD_NUMBER: _ClassVar[int]
    PEER_ID_FIELD_NUMBER: _ClassVar[int]
    TX_COUNT_FIELD_NUMBER: _ClassVar[int]
    block_hash: str
    byte_count: int
    peer_id: int
    tx_count: int
    def __init__(self, peer_id: _Optional[int] = ..., block_hash: _Optional[str] = ..., tx_count: _Optional[int] = ..., byte_count: _Optional[int] = ...) -> None: ...

class CompactBlockInitLine(_message.Message):
    __slots__ = ["block_hash", "byte_count", "completed"]
    BLOCK_HASH_FIELD_NUMBER: _ClassVar[int]
    BYTE_COUNT_FIELD_NUMBER: _ClassVar[int]
    COMPLETED_FIELD_NUMBER: _ClassVar[int]
    block_hash: str
    byte_count: int
    completed: bool
    def __init__(self, block_hash: _Optional[str] = ..., byte_count: _Optional[int] = ..., completed: bool = ...) -> None: ...

class CompactBlockProblemLine(_message.Message):
    __slots__ = ["peer_id", "problem"]
    PEER_ID_FIELD_NUMBER: _ClassVar[int]
    PROBLEM_FIELD_NUMBER: _ClassVar[int]
    peer_id: int
    problem: str
    def __init__(self, peer_id: _Optional[int] = ..., problem: _Optional[str] = ...) -> None: ...

class RequiredTransactionLine(_message.Message):
    __slots__ = ["block_hash", "txid"]
    BLOCK_HASH_FIELD_NUMBER: _ClassVar[int]
    TXID_FIELD_NUMBER: _ClassVar[int]
    block_hash: str
    txid: str
    def __init__(self, block_hash: _Optional[str] = ..., txid: _Optional[str] = ...) -> None: ...
