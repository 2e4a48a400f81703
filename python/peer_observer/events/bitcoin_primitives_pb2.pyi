from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Mapping as _Mapping, Optional as _Optional, Union as _Union

BlockRelayOnly: ConnType
DESCRIPTOR: _descriptor.FileDescriptor
Feeler: ConnType
Inbound: ConnType
OutboundFullRelay: ConnType
Unknown: ConnType

class Address(_message.Message):
    __slots__ = ["cjdns", "i2p", "ipv4", "ipv6", "port", "services", "timestamp", "torv2", "torv3", "unknown"]
    CJDNS_FIELD_NUMBER: _ClassVar[int]
    I2P_FIELD_NUMBER: _ClassVar[int]
    IPV4_FIELD_NUMBER: _ClassVar[int]
    IPV6_FIELD_NUMBER: _ClassVar[int]
    PORT_FIELD_NUMBER: _ClassVar[int]
    SERVICES_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    TORV2_FIELD_NUMBER: _ClassVar[int]
    TORV3_FIELD_NUMBER: _ClassVar[int]
    UNKNOWN_FIELD_NUMBER: _ClassVar[int]
    cjdns: str
    i2p: str
    ipv4: str
    ipv6: str
    port: int
    services: int
    timestamp: int
    torv2: str
    torv3: str
    unknown: UnknownAddress
    def __init__(self, timestamp: _Optional[int] = ..., ipv4: _Optional[str] = ..., ipv6: _Optional[str] = ..., torv2: _Optional[str] = ..., torv3: _Optional[str] = ..., i2p: _Optional[str] = ..., cjdns: _Optional[str] = ..., unknown: _Optional[_Union[UnknownAddress, _Mapping]] = ..., port: _Optional[int] = ..., services: _Optional[int] = ...) -> None: ...

class BlockHeader(_message.Message):
    __slots__ = ["bits", "hash", "merkle_root", "nonce", "prev_blockhash", "time", "version"]
    BITS_FIELD_NUMBER: _ClassVar[int]
    HASH_FIELD_NUMBER: _ClassVar[int]
    MERKLE_ROOT_FIELD_NUMBER: _ClassVar[int]
    NONCE_FIELD_NUMBER: _ClassVar[int]
    PREV_BLOCKHASH_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    bits: int
    hash: bytes
    merkle_root: bytes
    nonce: int
    prev_blockhash: bytes
    time: int
    version: int
    def __init__(self, version: _Optional[int] = ..., prev_blockhash: _Optional[bytes] = ..., merkle_root: _Optional[bytes] = ..., time: _Optional[int] = ..., bits: _Optional[int] = ..., nonce: _Optional[int] = ..., hash: _Optional[bytes] = ...) -> None: ...

class InventoryItem(_message.Message):
    __slots__ = ["block", "compact_block", "error", "transaction", "unknown", "witness_block", "witness_transaction", "wtx"]
    BLOCK_FIELD_NUMBER: _ClassVar[int]
    COMPACT_BLOCK_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    TRANSACTION_FIELD_NUMBER: _ClassVar[int]
    UNKNOWN_FIELD_NUMBER: _ClassVar[int]
    WITNESS_BLOCK_FIELD_NUMBER: _ClassVar[int]
    WITNESS_TRANSACTION_FIELD_NUMBER: _ClassVar[int]
    WTX_FIELD_NUMBER: _ClassVar[int]
    block: bytes
    compact_block: bytes
    error: bool
    transaction: bytes
    unknown: UnknownItem
    witness_block: bytes
    witness_transaction: bytes
    wtx: bytes
    def __init__(self, transaction: _Optional[bytes] = ..., block: _Optional[bytes] = ..., wtx: _Optional[bytes] = ..., witness_transaction: _Optional[bytes] = ..., witness_block: _Optional[bytes] = ..., compact_block: _Optional[bytes] = ..., unknown: _Optional[_Union[UnknownItem, _Mapping]] = ..., error: bool = ...) -> None: ...

class PrefilledTransaction(_message.Message):
    __slots__ = ["diff_index", "tx"]
    DIFF_INDEX_FIELD_NUMBER: _ClassVar[int]
    TX_FIELD_NUMBER: _ClassVar[int]
    diff_index: int
    tx: Transaction
    def __init__(self, diff_index: _Optional[int] = ..., tx: _Optional[_Union[Transaction, _Mapping]] = ...) -> None: ...

class Transaction(_message.Message):
    __slots__ = ["raw", "txid", "wtxid"]
    RAW_FIELD_NUMBER: _ClassVar[int]
    TXID_FIELD_NUMBER: _ClassVar[int]
    WTXID_FIELD_NUMBER: _ClassVar[int]
    raw: bytes
    txid: bytes
    wtxid: bytes
    def __init__(self, txid: _Optional[bytes] = ..., wtxid: _Optional[bytes] = ..., raw: _Optional[bytes] = ...) -> None: ...

class UnknownAddress(_message.Message):
    __slots__ = ["address", "id"]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    address: bytes
    id: int
    def __init__(self, id: _Optional[int] = ..., address: _Optional[bytes] = ...) -> None: ...

class UnknownItem(_message.Message):
    __slots__ = ["hash", "inv_type"]
    HASH_FIELD_NUMBER: _ClassVar[int]
    INV_TYPE_FIELD_NUMBER: _ClassVar[int]
    hash: bytes
    inv_type: int
    def __init__(self, inv_type: _Optional[int] = ..., hash: _Optional[bytes] = ...) -> None: ...

class ConnType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
