from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class ArchiveHeader(_message.Message):
    __slots__ = ["created", "created_ns", "file_number", "filters", "low_data", "node", "run_id", "stream", "stream_created_ns", "version", "written_by"]
    CREATED_FIELD_NUMBER: _ClassVar[int]
    CREATED_NS_FIELD_NUMBER: _ClassVar[int]
    FILE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    FILTERS_FIELD_NUMBER: _ClassVar[int]
    LOW_DATA_FIELD_NUMBER: _ClassVar[int]
    NODE_FIELD_NUMBER: _ClassVar[int]
    RUN_ID_FIELD_NUMBER: _ClassVar[int]
    STREAM_CREATED_NS_FIELD_NUMBER: _ClassVar[int]
    STREAM_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    WRITTEN_BY_FIELD_NUMBER: _ClassVar[int]
    created: int
    created_ns: int
    file_number: int
    filters: _containers.RepeatedScalarFieldContainer[str]
    low_data: bool
    node: str
    run_id: int
    stream: str
    stream_created_ns: int
    version: int
    written_by: str
    def __init__(self, created: _Optional[int] = ..., low_data: bool = ..., node: _Optional[str] = ..., filters: _Optional[_Iterable[str]] = ..., written_by: _Optional[str] = ..., version: _Optional[int] = ..., created_ns: _Optional[int] = ..., run_id: _Optional[int] = ..., file_number: _Optional[int] = ..., stream: _Optional[str] = ..., stream_created_ns: _Optional[int] = ...) -> None: ...
