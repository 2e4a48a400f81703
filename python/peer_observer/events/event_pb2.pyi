from peer_observer.events import ebpf_extractor_pb2 as _ebpf_extractor_pb2
from peer_observer.events import rpc_extractor_pb2 as _rpc_extractor_pb2
from peer_observer.events import p2p_extractor_pb2 as _p2p_extractor_pb2
from peer_observer.events import log_extractor_pb2 as _log_extractor_pb2
from peer_observer.events import ipc_extractor_pb2 as _ipc_extractor_pb2
from peer_observer.events import connectivity_check_pb2 as _connectivity_check_pb2
from peer_observer.events import alerts_pb2 as _alerts_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Event(_message.Message):
    __slots__ = ["alerts", "connectivity_check", "ebpf_extractor", "ipc_extractor", "log_extractor", "node", "p2p_extractor", "pid", "rpc_extractor", "sequence", "source_time_ns", "stream_id", "timestamp"]
    ALERTS_FIELD_NUMBER: _ClassVar[int]
    CONNECTIVITY_CHECK_FIELD_NUMBER: _ClassVar[int]
    EBPF_EXTRACTOR_FIELD_NUMBER: _ClassVar[int]
    IPC_EXTRACTOR_FIELD_NUMBER: _ClassVar[int]
    LOG_EXTRACTOR_FIELD_NUMBER: _ClassVar[int]
    NODE_FIELD_NUMBER: _ClassVar[int]
    P2P_EXTRACTOR_FIELD_NUMBER: _ClassVar[int]
    PID_FIELD_NUMBER: _ClassVar[int]
    RPC_EXTRACTOR_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_TIME_NS_FIELD_NUMBER: _ClassVar[int]
    STREAM_ID_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    alerts: _alerts_pb2.alerts
    connectivity_check: _connectivity_check_pb2.connectivity
    ebpf_extractor: _ebpf_extractor_pb2.ebpf
    ipc_extractor: _ipc_extractor_pb2.ipc
    log_extractor: _log_extractor_pb2.log
    node: str
    p2p_extractor: _p2p_extractor_pb2.p2p
    pid: int
    rpc_extractor: _rpc_extractor_pb2.rpc
    sequence: int
    source_time_ns: int
    stream_id: int
    timestamp: int
    def __init__(self, ebpf_extractor: _Optional[_Union[_ebpf_extractor_pb2.ebpf, _Mapping]] = ..., rpc_extractor: _Optional[_Union[_rpc_extractor_pb2.rpc, _Mapping]] = ..., p2p_extractor: _Optional[_Union[_p2p_extractor_pb2.p2p, _Mapping]] = ..., log_extractor: _Optional[_Union[_log_extractor_pb2.log, _Mapping]] = ..., ipc_extractor: _Optional[_Union[_ipc_extractor_pb2.ipc, _Mapping]] = ..., connectivity_check: _Optional[_Union[_connectivity_check_pb2.connectivity, _Mapping]] = ..., alerts: _Optional[_Union[_alerts_pb2.alerts, _Mapping]] = ..., timestamp: _Optional[int] = ..., node: _Optional[str] = ..., stream_id: _Optional[int] = ..., sequence: _Optional[int] = ..., source_time_ns: _Optional[int] = ..., pid: _Optional[int] = ...) -> None: ...
