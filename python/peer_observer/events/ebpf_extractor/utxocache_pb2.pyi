from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Flush(_message.Message):
    __slots__ = ["coins_count", "coins_mem_usage", "duration", "is_flush_for_prune", "mode"]
    COINS_COUNT_FIELD_NUMBER: _ClassVar[int]
    COINS_MEM_USAGE_FIELD_NUMBER: _ClassVar[int]
    DURATION_FIELD_NUMBER: _ClassVar[int]
    IS_FLUSH_FOR_PRUNE_FIELD_NUMBER: _ClassVar[int]
    MODE_FIELD_NUMBER: _ClassVar[int]
    coins_count: int
    coins_mem_usage: int
    duration: int
    is_flush_for_prune: bool
    mode: int
    def __init__(self, duration: _Optional[int] = ..., mode: _Optional[int] = ..., coins_count: _Optional[int] = ..., coins_mem_usage: _Optional[int] = ..., is_flush_for_prune: bool = ...) -> None: ...

class UTXOCacheEvent(_message.Message):
    __slots__ = ["flush", "uncache"]
    FLUSH_FIELD_NUMBER: _ClassVar[int]
    UNCACHE_FIELD_NUMBER: _ClassVar[int]
    flush: Flush
    uncache: Uncache
    def __init__(self, flush: _Optional[_Union[Flush, _Mapping]] = ..., uncache: _Optional[_Union[Uncache, _Mapping]] = ...) -> None: ...

class Uncache(_message.Message):
    __slots__ = ["height", "is_coinbase", "txid", "value", "vout"]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    IS_COINBASE_FIELD_NUMBER: _ClassVar[int]
    TXID_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    VOUT_FIELD_NUMBER: _ClassVar[int]
    height: int
    is_coinbase: bool
    txid: bytes
    value: int
    vout: int
    def __init__(self, txid: _Optional[bytes] = ..., vout: _Optional[int] = ..., height: _Optional[int] = ..., value: _Optional[int] = ..., is_coinbase: bool = ...) -> None: ...
