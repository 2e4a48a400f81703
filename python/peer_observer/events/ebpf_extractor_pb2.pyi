from peer_observer.events.ebpf_extractor import message_pb2 as _message_pb2
from peer_observer.events.ebpf_extractor import connection_pb2 as _connection_pb2
from peer_observer.events.ebpf_extractor import addrman_pb2 as _addrman_pb2
from peer_observer.events.ebpf_extractor import mempool_pb2 as _mempool_pb2
from peer_observer.events.ebpf_extractor import validation_pb2 as _validation_pb2
from peer_observer.events.ebpf_extractor import utxocache_pb2 as _utxocache_pb2
from peer_observer.events.ebpf_extractor import process_pb2 as _process_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ebpf(_message.Message):
    __slots__ = ["addrman", "connection", "mempool", "message", "process", "utxocache", "validation"]
    ADDRMAN_FIELD_NUMBER: _ClassVar[int]
    CONNECTION_FIELD_NUMBER: _ClassVar[int]
    MEMPOOL_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    PROCESS_FIELD_NUMBER: _ClassVar[int]
    UTXOCACHE_FIELD_NUMBER: _ClassVar[int]
    VALIDATION_FIELD_NUMBER: _ClassVar[int]
    addrman: _addrman_pb2.AddrmanEvent
    connection: _connection_pb2.ConnectionEvent
    mempool: _mempool_pb2.MempoolEvent
    message: _message_pb2.MessageEvent
    process: _process_pb2.ProcessSample
    utxocache: _utxocache_pb2.UTXOCacheEvent
    validation: _validation_pb2.ValidationEvent
    def __init__(self, message: _Optional[_Union[_message_pb2.MessageEvent, _Mapping]] = ..., connection: _Optional[_Union[_connection_pb2.ConnectionEvent, _Mapping]] = ..., addrman: _Optional[_Union[_addrman_pb2.AddrmanEvent, _Mapping]] = ..., mempool: _Optional[_Union[_mempool_pb2.MempoolEvent, _Mapping]] = ..., validation: _Optional[_Union[_validation_pb2.ValidationEvent, _Mapping]] = ..., utxocache: _Optional[_Union[_utxocache_pb2.UTXOCacheEvent, _Mapping]] = ..., process: _Optional[_Union[_process_pb2.ProcessSample, _Mapping]] = ...) -> None: ...
