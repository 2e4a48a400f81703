from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class BlockConnected(_message.Message):
    __slots__ = ["connection_time", "hash", "height", "inputs", "sigops", "transactions"]
    CONNECTION_TIME_FIELD_NUMBER: _ClassVar[int]
    HASH_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    INPUTS_FIELD_NUMBER: _ClassVar[int]
    SIGOPS_FIELD_NUMBER: _ClassVar[int]
    TRANSACTIONS_FIELD_NUMBER: _ClassVar[int]
    connection_time: int
    hash: bytes
    height: int
    inputs: int
    sigops: int
    transactions: int
    def __init__(self, hash: _Optional[bytes] = ..., height: _Optional[int] = ..., transactions: _Optional[int] = ..., inputs: _Optional[int] = ..., sigops: _Optional[int] = ..., connection_time: _Optional[int] = ...) -> None: ...

class ValidationEvent(_message.Message):
    __slots__ = ["block_connected"]
    BLOCK_CONNECTED_FIELD_NUMBER: _ClassVar[int]
    block_connected: BlockConnected
    def __init__(self, block_connected: _Optional[_Union[BlockConnected, _Mapping]] = ...) -> None: ...
