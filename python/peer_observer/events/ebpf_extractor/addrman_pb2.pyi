from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AddrmanEvent(_message.Message):
    __slots__ = ["new", "tried"]
    NEW_FIELD_NUMBER: _ClassVar[int]
    TRIED_FIELD_NUMBER: _ClassVar[int]
    new: InsertNew
    tried: InsertTried
    def __init__(self, new: _Optional[_Union[InsertNew, _Mapping]] = ..., tried: _Optional[_Union[InsertTried, _Mapping]] = ...) -> None: ...

class InsertNew(_message.Message):
    __slots__ = ["addr", "addr_AS", "bucket", "bucket_pos", "inserted", "source", "source_AS"]
    ADDR_AS_FIELD_NUMBER: _ClassVar[int]
    ADDR_FIELD_NUMBER: _ClassVar[int]
    BUCKET_FIELD_NUMBER: _ClassVar[int]
    BUCKET_POS_FIELD_NUMBER: _ClassVar[int]
    INSERTED_FIELD_NUMBER: _ClassVar[int]
    SOURCE_AS_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    addr: str
    addr_AS: int
    bucket: int
    bucket_pos: int
    inserted: bool
    source: str
    source_AS: int
    def __init__(self, inserted: bool = ..., bucket: _Optional[int] = ..., bucket_pos: _Optional[int] = ..., addr: _Optional[str] = ..., addr_AS: _Optional[int] = ..., source: _Optional[str] = ..., source_AS: _Optional[int] = ...) -> None: ...

class InsertTried(_message.Message):
    __slots__ = ["addr", "addr_AS", "bucket", "bucket_pos", "source", "source_AS"]
    ADDR_AS_FIELD_NUMBER: _ClassVar[int]
    ADDR_FIELD_NUMBER: _ClassVar[int]
    BUCKET_FIELD_NUMBER: _ClassVar[int]
    BUCKET_POS_FIELD_NUMBER: _ClassVar[int]
    SOURCE_AS_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    addr: str
    addr_AS: int
    bucket: int
    bucket_pos: int
    source: str
    source_AS: int
    def __init__(self, bucket: _Optional[int] = ..., bucket_pos: _Optional[int] = ..., addr: _Optional[str] = ..., addr_AS: _Optional[int] = ..., source: _Optional[str] = ..., source_AS: _Optional[int] = ...) -> None: ...
