from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class InitMessageLine(_message.Message):
    __slots__ = ["text"]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    text: str
    def __init__(self, text: _Optional[str] = ...) -> None: ...

class LogRateLimitLine(_message.Message):
    __slots__ = ["byte_count", "source_file", "source_function", "source_line", "suppressed", "window_seconds"]
    BYTE_COUNT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FILE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FUNCTION_FIELD_NUMBER: _ClassVar[int]
    SOURCE_LINE_FIELD_NUMBER: _ClassVar[int]
    SUPPRESSED_FIELD_NUMBER: _ClassVar[int]
    WINDOW_SECONDS_FIELD_NUMBER: _ClassVar[int]
    byte_count: int
    source_file: str
    source_function: str
    source_line: int
    suppressed: bool
    window_seconds: int
    def __init__(self, suppressed: bool = ..., source_file: _Optional[str] = ..., source_line: _Optional[int] = ..., source_function: _Optional[str] = ..., byte_count: _Optional[int] = ..., window_seconds: _Optional[int] = ...) -> None: ...

class NetworkActiveLine(_message.Message):
    __slots__ = ["active"]
    ACTIVE_FIELD_NUMBER: _ClassVar[int]
    active: bool
    def __init__(self, active: bool = ...) -> None: ...

class NodeStartedLine(_message.Message):
    __slots__ = ["build", "name", "version"]
    BUILD_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    build: str
    name: str
    version: str
    def __init__(self, name: _Optional[str] = ..., version: _Optional[str] = ..., build: _Optional[str] = ...) -> None: ...

class NodeStateLine(_message.Message):
    __slots__ = ["state"]
    STATE_FIELD_NUMBER: _ClassVar[int]
    state: str
    def __init__(self, state: _Optional[str] = ...) -> None: ...

class ThreadChangeLine(_message.Message):
    __slots__ = ["name", "started"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    STARTED_FIELD_NUMBER: _ClassVar[int]
    name: str
    started: bool
    def __init__(self, name: _Optional[str] = ..., started: bool = ...) -> None: ...
