from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class I2PSessionLine(_message.Message):
    __slots__ = ["address", "error", "event", "session_id", "session_type"]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    EVENT_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    SESSION_TYPE_FIELD_NUMBER: _ClassVar[int]
    address: str
    error: str
    event: str
    session_id: str
    session_type: str
    def __init__(self, event: _Optional[str] = ..., session_type: _Optional[str] = ..., session_id: _Optional[str] = ..., address: _Optional[str] = ..., error: _Optional[str] = ...) -> None: ...

class ProxyConnectionLine(_message.Message):
    __slots__ = ["error", "event", "proxy", "target"]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    EVENT_FIELD_NUMBER: _ClassVar[int]
    PROXY_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    error: str
    event: str
    proxy: str
    target: str
    def __init__(self, event: _Optional[str] = ..., target: _Optional[str] = ..., proxy: _Optional[str] = ..., error: _Optional[str] = ...) -> None: ...

class TorControlLine(_message.Message):
    __slots__ = ["address", "event", "text"]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    EVENT_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    address: str
    event: str
    text: str
    def __init__(self, event: _Optional[str] = ..., text: _Optional[str] = ..., address: _Optional[str] = ...) -> None: ...
