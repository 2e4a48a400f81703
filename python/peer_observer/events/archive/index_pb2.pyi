from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class IndexBlock(_message.Message):
    __slots__ = ["checksum", "content_offset", "content_size", "events", "first_time", "kinds", "last_time", "offset", "size", "stream_sequences"]
    CHECKSUM_FIELD_NUMBER: _ClassVar[int]
    CONTENT_OFFSET_FIELD_NUMBER: _ClassVar[int]
    CONTENT_SIZE_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    FIRST_TIME_FIELD_NUMBER: _ClassVar[int]
    KINDS_FIELD_NUMBER: _ClassVar[int]
    LAST_TIME_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    STREAM_SEQUENCES_FIELD_NUMBER: _ClassVar[int]
    checksum: int
    content_offset: int
    content_size: int
    events: int
    first_time: int
    kinds: _containers.RepeatedCompositeFieldContainer[KindCount]
    last_time: int
    offset: int
    size: int
    stream_sequences: _containers.RepeatedCompositeFieldContainer[SequenceRange]
    def __init__(self, offset: _Optional[int] = ..., size: _Optional[int] = ..., content_offset: _Optional[int] = ..., content_size: _Optional[int] = ..., events: _Optional[int] = ..., first_time: _Optional[int] = ..., last_time: _Optional[int] = ..., checksum: _Optional[int] = ..., kinds: _Optional[_Iterable[_Union[KindCount, _Mapping]]] = ..., stream_sequences: _Optional[_Iterable[_Union[SequenceRange, _Mapping]]] = ...) -> None: ...

class IndexEntry(_message.Message):
    __slots__ = ["block", "start", "summary"]
    BLOCK_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    SUMMARY_FIELD_NUMBER: _ClassVar[int]
    block: IndexBlock
    start: IndexStart
    summary: IndexSummary
    def __init__(self, start: _Optional[_Union[IndexStart, _Mapping]] = ..., block: _Optional[_Union[IndexBlock, _Mapping]] = ..., summary: _Optional[_Union[IndexSummary, _Mapping]] = ...) -> None: ...

class IndexStart(_message.Message):
    __slots__ = ["checksum", "content_offset", "offset", "seekable", "version"]
    CHECKSUM_FIELD_NUMBER: _ClassVar[int]
    CONTENT_OFFSET_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    SEEKABLE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    checksum: int
    content_offset: int
    offset: int
    seekable: bool
    version: int
    def __init__(self, version: _Optional[int] = ..., offset: _Optional[int] = ..., content_offset: _Optional[int] = ..., checksum: _Optional[int] = ..., seekable: bool = ...) -> None: ...

class IndexSummary(_message.Message):
    __slots__ = ["checksum", "content_size", "events", "first_time", "kinds", "last_time", "lost", "recovered", "size", "stream_sequences", "streams", "unlisted_events"]
    CHECKSUM_FIELD_NUMBER: _ClassVar[int]
    CONTENT_SIZE_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    FIRST_TIME_FIELD_NUMBER: _ClassVar[int]
    KINDS_FIELD_NUMBER: _ClassVar[int]
    LAST_TIME_FIELD_NUMBER: _ClassVar[int]
    LOST_FIELD_NUMBER: _ClassVar[int]
    RECOVERED_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    STREAMS_FIELD_NUMBER: _ClassVar[int]
    STREAM_SEQUENCES_FIELD_NUMBER: _ClassVar[int]
    UNLISTED_EVENTS_FIELD_NUMBER: _ClassVar[int]
    checksum: int
    content_size: int
    events: int
    first_time: int
    kinds: _containers.RepeatedCompositeFieldContainer[KindCount]
    last_time: int
    lost: _containers.RepeatedCompositeFieldContainer[LostCount]
    recovered: bool
    size: int
    stream_sequences: _containers.RepeatedCompositeFieldContainer[SequenceRange]
    streams: _containers.RepeatedCompositeFieldContainer[StreamCount]
    unlisted_events: int
    def __init__(self, size: _Optional[int] = ..., content_size: _Optional[int] = ..., events: _Optional[int] = ..., first_time: _Optional[int] = ..., last_time: _Optional[int] = ..., checksum: _Optional[int] = ..., kinds: _Optional[_Iterable[_Union[KindCount, _Mapping]]] = ..., streams: _Optional[_Iterable[_Union[StreamCount, _Mapping]]] = ..., unlisted_events: _Optional[int] = ..., lost: _Optional[_Iterable[_Union[LostCount, _Mapping]]] = ..., stream_sequences: _Optional[_Iterable[_Union[SequenceRange, _Mapping]]] = ..., recovered: bool = ...) -> None: ...

class KindCount(_message.Message):
    __slots__ = ["events", "kind"]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    events: int
    kind: str
    def __init__(self, kind: _Optional[str] = ..., events: _Optional[int] = ...) -> None: ...

class LostCount(_message.Message):
    __slots__ = ["events", "reason"]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    events: int
    reason: str
    def __init__(self, reason: _Optional[str] = ..., events: _Optional[int] = ...) -> None: ...

class SequenceRange(_message.Message):
    __slots__ = ["first", "last"]
    FIRST_FIELD_NUMBER: _ClassVar[int]
    LAST_FIELD_NUMBER: _ClassVar[int]
    first: int
    last: int
    def __init__(self, first: _Optional[int] = ..., last: _Optional[int] = ...) -> None: ...

class StreamCount(_message.Message):
    __slots__ = ["events", "first", "kind", "last", "missing", "node", "ranges", "stream_id"]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    FIRST_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    LAST_FIELD_NUMBER: _ClassVar[int]
    MISSING_FIELD_NUMBER: _ClassVar[int]
    NODE_FIELD_NUMBER: _ClassVar[int]
    RANGES_FIELD_NUMBER: _ClassVar[int]
    STREAM_ID_FIELD_NUMBER: _ClassVar[int]
    events: int
    first: int
    kind: str
    last: int
    missing: int
    node: str
    ranges: _containers.RepeatedCompositeFieldContainer[SequenceRange]
    stream_id: int
    def __init__(self, node: _Optional[str] = ..., kind: _Optional[str] = ..., stream_id: _Optional[int] = ..., first: _Optional[int] = ..., last: _Optional[int] = ..., events: _Optional[int] = ..., missing: _Optional[int] = ..., ranges: _Optional[_Iterable[_Union[SequenceRange, _Mapping]]] = ...) -> None: ...
