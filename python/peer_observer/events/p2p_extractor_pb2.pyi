from peer_observer.events import bitcoin_primitives_pb2 as _bitcoin_primitives_pb2
from peer_observer.events.ebpf_extractor import message_pb2 as _message_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AddressAnnouncement(_message.Message):
    __slots__ = ["addresses"]
    ADDRESSES_FIELD_NUMBER: _ClassVar[int]
    addresses: _containers.RepeatedCompositeFieldContainer[_bitcoin_primitives_pb2.Address]
    def __init__(self, addresses: _Optional[_Iterable[_Union[_bitcoin_primitives_pb2.Address, _Mapping]]] = ...) -> None: ...

class BlockAnnouncement(_message.Message):
    __slots__ = ["hash", "header", "prefilled", "transactions", "via"]
    class Via(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    CMPCTBLOCK: BlockAnnouncement.Via
    HASH_FIELD_NUMBER: _ClassVar[int]
    HEADERS: BlockAnnouncement.Via
    HEADER_FIELD_NUMBER: _ClassVar[int]
    INV: BlockAnnouncement.Via
    PREFILLED_FIELD_NUMBER: _ClassVar[int]
    TRANSACTIONS_FIELD_NUMBER: _ClassVar[int]
    VIA_FIELD_NUMBER: _ClassVar[int]
    hash: bytes
    header: _bitcoin_primitives_pb2.BlockHeader
    prefilled: int
    transactions: int
    via: BlockAnnouncement.Via
    def __init__(self, hash: _Optional[bytes] = ..., via: _Optional[_Union[BlockAnnouncement.Via, str]] = ..., header: _Optional[_Union[_bitcoin_primitives_pb2.BlockHeader, _Mapping]] = ..., transactions: _Optional[int] = ..., prefilled: _Optional[int] = ...) -> None: ...

class Disconnect(_message.Message):
    __slots__ = ["bytes", "detail", "duration", "handshake", "messages", "reason"]
    BYTES_FIELD_NUMBER: _ClassVar[int]
    DETAIL_FIELD_NUMBER: _ClassVar[int]
    DURATION_FIELD_NUMBER: _ClassVar[int]
    HANDSHAKE_FIELD_NUMBER: _ClassVar[int]
    MESSAGES_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    bytes: int
    detail: str
    duration: int
    handshake: bool
    messages: int
    reason: str
    def __init__(self, reason: _Optional[str] = ..., duration: _Optional[int] = ..., handshake: bool = ..., messages: _Optional[int] = ..., bytes: _Optional[int] = ..., detail: _Optional[str] = ...) -> None: ...

class Handshake(_message.Message):
    __slots__ = ["duration", "reconnects", "version"]
    DURATION_FIELD_NUMBER: _ClassVar[int]
    RECONNECTS_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    duration: int
    reconnects: int
    version: _message_pb2.Version
    def __init__(self, duration: _Optional[int] = ..., version: _Optional[_Union[_message_pb2.Version, _Mapping]] = ..., reconnects: _Optional[int] = ...) -> None: ...

class InventoryAnnouncement(_message.Message):
    __slots__ = ["inventory"]
    INVENTORY_FIELD_NUMBER: _ClassVar[int]
    inventory: _containers.RepeatedCompositeFieldContainer[_bitcoin_primitives_pb2.InventoryItem]
    def __init__(self, inventory: _Optional[_Iterable[_Union[_bitcoin_primitives_pb2.InventoryItem, _Mapping]]] = ...) -> None: ...

class PingDuration(_message.Message):
    __slots__ = ["duration"]
    DURATION_FIELD_NUMBER: _ClassVar[int]
    duration: int
    def __init__(self, duration: _Optional[int] = ...) -> None: ...

class p2p(_message.Message):
    __slots__ = ["address", "address_announcement", "block_announcement", "connection", "disconnect", "feefilter_announcement", "handshake", "inventory_announcement", "ping_duration"]
    ADDRESS_ANNOUNCEMENT_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    BLOCK_ANNOUNCEMENT_FIELD_NUMBER: _ClassVar[int]
    CONNECTION_FIELD_NUMBER: _ClassVar[int]
    DISCONNECT_FIELD_NUMBER: _ClassVar[int]
    FEEFILTER_ANNOUNCEMENT_FIELD_NUMBER: _ClassVar[int]
    HANDSHAKE_FIELD_NUMBER: _ClassVar[int]
    INVENTORY_ANNOUNCEMENT_FIELD_NUMBER: _ClassVar[int]
    PING_DURATION_FIELD_NUMBER: _ClassVar[int]
    address: str
    address_announcement: AddressAnnouncement
    block_announcement: BlockAnnouncement
    connection: int
    disconnect: Disconnect
    feefilter_announcement: int
    handshake: Handshake
    inventory_announcement: InventoryAnnouncement
    ping_duration: PingDuration
    def __init__(self, ping_duration: _Optional[_Union[PingDuration, _Mapping]] = ..., address_announcement: _Optional[_Union[AddressAnnouncement, _Mapping]] = ..., inventory_announcement: _Optional[_Union[InventoryAnnouncement, _Mapping]] = ..., feefilter_announcement: _Optional[int] = ..., block_announcement: _Optional[_Union[BlockAnnouncement, _Mapping]] = ..., handshake: _Optional[_Union[Handshake, _Mapping]] = ..., disconnect: _Optional[_Union[Disconnect, _Mapping]] = ..., connection: _Optional[int] = ..., address: _Optional[str] = ...) -> None: ...
