from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Added(_message.Message):
    __slots__ = ["fee", "txid", "vsize"]
    FEE_FIELD_NUMBER: _ClassVar[int]
    TXID_FIELD_NUMBER: _ClassVar[int]
    VSIZE_FIELD_NUMBER: _ClassVar[int]
    fee: int
    txid: bytes
    vsize: int
    def __init__(self, txid: _Optional[bytes] = ..., vsize: _Optional[int] = ..., fee: _Optional[int] = ...) -> None: ...

class MempoolEvent(_message.Message):
    __slots__ = ["added", "rejected", "removed", "replaced"]
    ADDED_FIELD_NUMBER: _ClassVar[int]
    REJECTED_FIELD_NUMBER: _ClassVar[int]
    REMOVED_FIELD_NUMBER: _ClassVar[int]
    REPLACED_FIELD_NUMBER: _ClassVar[int]
    added: Added
    rejected: Rejected
    removed: Removed
    replaced: Replaced
    def __init__(self, added: _Optional[_Union[Added, _Mapping]] = ..., replaced: _Optional[_Union[Replaced, _Mapping]] = ..., removed: _Optional[_Union[Removed, _Mapping]] = ..., rejected: _Optional[_Union[Rejected, _Mapping]] = ...) -> None: ...

class Rejected(_message.Message):
    __slots__ = ["reason", "txid"]
    REASON_FIELD_NUMBER: _ClassVar[int]
    TXID_FIELD_NUMBER: _ClassVar[int]
    reason: str
    txid: bytes
    def __init__(self, txid: _Optional[bytes] = ..., reason: _Optional[str] = ...) -> None: ...

class Removed(_message.Message):
    __slots__ = ["entry_time", "fee", "reason", "txid", "vsize"]
    ENTRY_TIME_FIELD_NUMBER: _ClassVar[int]
    FEE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    TXID_FIELD_NUMBER: _ClassVar[int]
    VSIZE_FIELD_NUMBER: _ClassVar[int]
    entry_time: int
    fee: int
    reason: str
    txid: bytes
    vsize: int
    def __init__(self, txid: _Optional[bytes] = ..., reason: _Optional[str] = ..., vsize: _Optional[int] = ..., fee: _Optional[int] = ..., entry_time: _Optional[int] = ...) -> None: ...

class Replaced(_message.Message):
    __slots__ = ["replaced_by_transaction", "replaced_entry_time", "replaced_fee", "replaced_txid", "replaced_vsize", "replacement_fee", "replacement_id", "replacement_vsize"]
    REPLACED_BY_TRANSACTION_FIELD_NUMBER: _ClassVar[int]
    REPLACED_ENTRY_TIME_FIELD_NUMBER: _ClassVar[int]
    REPLACED_FEE_FIELD_NUMBER: _ClassVar[int]
    REPLACED_TXID_FIELD_NUMBER: _ClassVar[int]
    REPLACED_VSIZE_FIELD_NUMBER: _ClassVar[int]
    REPLACEMENT_FEE_FIELD_NUMBER: _ClassVar[int]
    REPLACEMENT_ID_FIELD_NUMBER: _ClassVar[int]
    REPLACEMENT_VSIZE_FIELD_NUMBER: _ClassVar[int]
    replaced_by_transaction: bool
    replaced_entry_time: int
    replaced_fee: int
    replaced_txid: bytes
    replaced_vsize: int
    replacement_fee: int
    replacement_id: bytes
    replacement_vsize: int
    def __init__(self, replaced_txid: _Optional[bytes] = ..., replaced_vsize: _Optional[int] = ..., replaced_fee: _Optional[int] = ..., replaced_entry_time: _Optional[int] = ..., replacement_id: _Optional[bytes] = ..., replacement_vsize: _Optional[int] = ..., replacement_fee: _Optional[int] = ..., replaced_by_transaction: bool = ...) -> None: ...
