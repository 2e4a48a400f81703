from peer_observer.events import bitcoin_primitives_pb2 as _bitcoin_primitives_pb2
from peer_observer.events.ebpf_extractor import message_pb2 as _message_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ConnectivityResult(_message.Message):
    __slots__ = ["address", "announced_at", "announced_by", "cached", "connect_duration", "failure", "handshake_duration", "source_address", "source_id", "source_node", "source_tor_exit", "success", "version"]
    class AddressMessage(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    ADDR: ConnectivityResult.AddressMessage
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    ADDRV2: ConnectivityResult.AddressMessage
    ANNOUNCED_AT_FIELD_NUMBER: _ClassVar[int]
    ANNOUNCED_BY_FIELD_NUMBER: _ClassVar[int]
    CACHED_FIELD_NUMBER: _ClassVar[int]
    CONNECT_DURATION_FIELD_NUMBER: _ClassVar[int]
    FAILURE_FIELD_NUMBER: _ClassVar[int]
    HANDSHAKE_DURATION_FIELD_NUMBER: _ClassVar[int]
    SOURCE_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    SOURCE_ID_FIELD_NUMBER: _ClassVar[int]
    SOURCE_NODE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_TOR_EXIT_FIELD_NUMBER: _ClassVar[int]
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    address: _bitcoin_primitives_pb2.Address
    announced_at: int
    announced_by: ConnectivityResult.AddressMessage
    cached: bool
    connect_duration: int
    failure: str
    handshake_duration: int
    source_address: str
    source_id: int
    source_node: str
    source_tor_exit: bool
    success: bool
    version: _message_pb2.Version
    def __init__(self, address: _Optional[_Union[_bitcoin_primitives_pb2.Address, _Mapping]] = ..., announced_by: _Optional[_Union[ConnectivityResult.AddressMessage, str]] = ..., announced_at: _Optional[int] = ..., source_address: _Optional[str] = ..., source_id: _Optional[int] = ..., source_node: _Optional[str] = ..., source_tor_exit: bool = ..., success: bool = ..., cached: bool = ..., failure: _Optional[str] = ..., connect_duration: _Optional[int] = ..., handshake_duration: _Optional[int] = ..., version: _Optional[_Union[_message_pb2.Version, _Mapping]] = ...) -> None: ...

class connectivity(_message.Message):
    __slots__ = ["result"]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    result: ConnectivityResult
    def __init__(self, result: _Optional[_Union[ConnectivityResult, _Mapping]] = ...) -> None: ...
