from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class AddrmanAddedLine(_message.Message):
    __slots__ = ["added_count", "new_count", "source", "total_count", "tried_count"]
    ADDED_COUNT_FIELD_NUMBER: _ClassVar[int]
    NEW_COUNT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    TRIED_COUNT_FIELD_NUMBER: _ClassVar[int]
    added_count: int
    new_count: int
    source: str
    total_count: int
    tried_count: int
    def __init__(self, added_count: _Optional[int] = ..., total_count: _Optional[int] = ..., source: _Optional[str] = ..., tried_count: _Optional[int] = ..., new_count: _Optional[int] = ...) -> None: ...

class AddrmanCollisionLine(_message.Message):
    __slots__ = ["candidate", "collision_count", "existing"]
    CANDIDATE_FIELD_NUMBER: _ClassVar[int]
    COLLISION_COUNT_FIELD_NUMBER: _ClassVar[int]
    EXISTING_FIELD_NUMBER: _ClassVar[int]
    candidate: str
    collision_count: int
    existing: str
    def __init__(self, existing: _Optional[str] = ..., candidate: _Optional[str] = ..., collision_count: _Optional[int] = ...) -> None: ...

class AddrmanEntryLine(_message.Message):
    __slots__ = ["action", "address", "bucket", "from_bucket", "from_position", "mapped_as", "position"]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    BUCKET_FIELD_NUMBER: _ClassVar[int]
    FROM_BUCKET_FIELD_NUMBER: _ClassVar[int]
    FROM_POSITION_FIELD_NUMBER: _ClassVar[int]
    MAPPED_AS_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    action: str
    address: str
    bucket: int
    from_bucket: int
    from_position: int
    mapped_as: int
    position: int
    def __init__(self, action: _Optional[str] = ..., address: _Optional[str] = ..., bucket: _Optional[int] = ..., position: _Optional[int] = ..., mapped_as: _Optional[int] = ..., from_bucket: _Optional[int] = ..., from_position: _Optional[int] = ...) -> None: ...

class AddrmanReplacedLine(_message.Message):
    __slots__ = ["replaced", "replacement", "tested"]
    REPLACED_FIELD_NUMBER: _ClassVar[int]
    REPLACEMENT_FIELD_NUMBER: _ClassVar[int]
    TESTED_FIELD_NUMBER: _ClassVar[int]
    replaced: str
    replacement: str
    tested: bool
    def __init__(self, replaced: _Optional[str] = ..., replacement: _Optional[str] = ..., tested: bool = ...) -> None: ...

class AddrmanSelectedLine(_message.Message):
    __slots__ = ["address", "table"]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    TABLE_FIELD_NUMBER: _ClassVar[int]
    address: str
    table: str
    def __init__(self, address: _Optional[str] = ..., table: _Optional[str] = ...) -> None: ...
