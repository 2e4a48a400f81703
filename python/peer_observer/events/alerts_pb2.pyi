from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Alert(_message.Message):
    __slots__ = ["addresses", "count", "evidence", "first_time", "id", "kind", "last_time", "measures", "peer_count", "peers", "severity", "state", "summary"]
    class Severity(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    ADDRESSES_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    CRITICAL: Alert.Severity
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    FIRST_TIME_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    INFO: Alert.Severity
    KIND_FIELD_NUMBER: _ClassVar[int]
    LAST_TIME_FIELD_NUMBER: _ClassVar[int]
    MEASURES_FIELD_NUMBER: _ClassVar[int]
    ONGOING: Alert.State
    PEERS_FIELD_NUMBER: _ClassVar[int]
    PEER_COUNT_FIELD_NUMBER: _ClassVar[int]
    RAISED: Alert.State
    RESOLVED: Alert.State
    SEVERITY_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    SUMMARY_FIELD_NUMBER: _ClassVar[int]
    WARNING: Alert.Severity
    addresses: _containers.RepeatedScalarFieldContainer[str]
    count: int
    evidence: _containers.RepeatedCompositeFieldContainer[Evidence]
    first_time: int
    id: str
    kind: str
    last_time: int
    measures: _containers.RepeatedCompositeFieldContainer[Measure]
    peer_count: int
    peers: _containers.RepeatedCompositeFieldContainer[AlertPeer]
    severity: Alert.Severity
    state: Alert.State
    summary: str
    def __init__(self, kind: _Optional[str] = ..., id: _Optional[str] = ..., severity: _Optional[_Union[Alert.Severity, str]] = ..., state: _Optional[_Union[Alert.State, str]] = ..., summary: _Optional[str] = ..., first_time: _Optional[int] = ..., last_time: _Optional[int] = ..., count: _Optional[int] = ..., peers: _Optional[_Iterable[_Union[AlertPeer, _Mapping]]] = ..., peer_count: _Optional[int] = ..., measures: _Optional[_Iterable[_Union[Measure, _Mapping]]] = ..., addresses: _Optional[_Iterable[str]] = ..., evidence: _Optional[_Iterable[_Union[Evidence, _Mapping]]] = ...) -> None: ...

class AlertPeer(_message.Message):
    __slots__ = ["addr", "id", "user_agent"]
    ADDR_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    USER_AGENT_FIELD_NUMBER: _ClassVar[int]
    addr: str
    id: int
    user_agent: str
    def __init__(self, id: _Optional[int] = ..., addr: _Optional[str] = ..., user_agent: _Optional[str] = ...) -> None: ...

class Evidence(_message.Message):
    __slots__ = ["sequence", "stream_id", "subject"]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    STREAM_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    sequence: int
    stream_id: int
    subject: str
    def __init__(self, subject: _Optional[str] = ..., stream_id: _Optional[int] = ..., sequence: _Optional[int] = ...) -> None: ...

class Measure(_message.Message):
    __slots__ = ["name", "threshold", "value"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    THRESHOLD_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    name: str
    threshold: float
    value: float
    def __init__(self, name: _Optional[str] = ..., value: _Optional[float] = ..., threshold: _Optional[float] = ...) -> None: ...

class alerts(_message.Message):
    __slots__ = ["alert"]
    ALERT_FIELD_NUMBER: _ClassVar[int]
    alert: Alert
    def __init__(self, alert: _Optional[_Union[Alert, _Mapping]] = ...) -> None: ...
