from peer_observer.events import bitcoin_primitives_pb2 as _bitcoin_primitives_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Addr(_message.Message):
    __slots__ = ["addresses"]
    ADDRESSES_FIELD_NUMBER: _ClassVar[int]
    addresses: _containers.RepeatedCompositeFieldContainer[_bitcoin_primitives_pb2.Address]
    def __init__(self, addresses: _Optional[_Iterable[_Union[_bitcoin_primitives_pb2.Address, _Mapping]]] = ...) -> None: ...

class AddrV2(_message.Message):
    __slots__ = ["addresses"]
    ADDRESSES_FIELD_NUMBER: _ClassVar[int]
    addresses: _containers.RepeatedCompositeFieldContainer[_bitcoin_primitives_pb2.Address]
    def __init__(self, addresses: _Optional[_Iterable[_Union[_bitcoin_primitives_pb2.Address, _Mapping]]] = ...) -> None: ...

class Alert(_message.Message):
    __slots__ = ["alert"]
    ALERT_FIELD_NUMBER: _ClassVar[int]
    alert: bytes
    def __init__(self, alert: _Optional[bytes] = ...) -> None: ...

class Block(_message.Message):
    __slots__ = ["header", "transactions"]
    HEADER_FIELD_NUMBER: _ClassVar[int]
    TRANSACTIONS_FIELD_NUMBER: _ClassVar[int]
    header: _bitcoin_primitives_pb2.BlockHeader
    transactions: _containers.RepeatedCompositeFieldContainer[_bitcoin_primitives_pb2.Transaction]
    def __init__(self, header: _Optional[_Union[_bitcoin_primitives_pb2.BlockHeader, _Mapping]] = ..., transactions: _Optional[_Iterable[_Union[_bitcoin_primitives_pb2.Transaction, _Mapping]]] = ...) -> None: ...

class BlockTxn(_message.Message):
    __slots__ = ["block_hash", "transactions"]
    BLOCK_HASH_FIELD_NUMBER: _ClassVar[int]
    TRANSACTIONS_FIELD_NUMBER: _ClassVar[int]
    block_hash: bytes
    transactions: _containers.RepeatedCompositeFieldContainer[_bitcoin_primitives_pb2.Transaction]
    def __init__(self, block_hash: _Optional[bytes] = ..., transactions: _Optional[_Iterable[_Union[_bitcoin_primitives_pb2.Transaction, _Mapping]]] = ...) -> None: ...

class CFCheckpt(_message.Message):
    __slots__ = ["filter_headers", "filter_type", "stop_hash"]
    FILTER_HEADERS_FIELD_NUMBER: _ClassVar[int]
    FILTER_TYPE_FIELD_NUMBER: _ClassVar[int]
    STOP_HASH_FIELD_NUMBER: _ClassVar[int]
    filter_headers: _containers.RepeatedScalarFieldContainer[bytes]
    filter_type: int
    stop_hash: bytes
    def __init__(self, filter_type: _Optional[int] = ..., stop_hash: _Optional[bytes] = ..., filter_headers: _Optional[_Iterable[bytes]] = ...) -> None: ...

class CFHeaders(_message.Message):
    __slots__ = ["filter_hashes", "filter_type", "previous_filter_header", "stop_hash"]
    FILTER_HASHES_FIELD_NUMBER: _ClassVar[int]
    FILTER_TYPE_FIELD_NUMBER: _ClassVar[int]
    PREVIOUS_FILTER_HEADER_FIELD_NUMBER: _ClassVar[int]
    STOP_HASH_FIELD_NUMBER: _ClassVar[int]
    filter_hashes: _containers.RepeatedScalarFieldContainer[bytes]
    filter_type: int
    previous_filter_header: bytes
    stop_hash: bytes
    def __init__(self, filter_type: _Optional[int] = ..., stop_hash: _Optional[bytes] = ..., previous_filter_header: _Optional[bytes] = ..., filter_hashes: _Optional[_Iterable[bytes]] = ...) -> None: ...

class CFilter(_message.Message):
    __slots__ = ["block_hash", "filter", "filter_type"]
    BLOCK_HASH_FIELD_NUMBER: _ClassVar[int]
    FILTER_FIELD_NUMBER: _ClassVar[int]
    FILTER_TYPE_FIELD_NUMBER: _ClassVar[int]
    block_hash: bytes
    filter: bytes
    filter_type: int
    def __init__(self, filter_type: _Optional[int] = ..., block_hash: _Optional[bytes] = ..., filter: _Optional[bytes] = ...) -> None: ...

class CompactBlock(_message.Message):
    __slots__ = ["header", "nonce", "short_ids", "transactions"]
    HEADER_FIELD_NUMBER: _ClassVar[int]
    NONCE_FIELD_NUMBER: _ClassVar[int]
    SHORT_IDS_FIELD_NUMBER: _ClassVar[int]
    TRANSACTIONS_FIELD_NUMBER: _ClassVar[int]
    header: _bitcoin_primitives_pb2.BlockHeader
    nonce: int
    short_ids: _containers.RepeatedScalarFieldContainer[bytes]
    transactions: _containers.RepeatedCompositeFieldContainer[_bitcoin_primitives_pb2.PrefilledTransaction]
    def __init__(self, header: _Optional[_Union[_bitcoin_primitives_pb2.BlockHeader, _Mapping]] = ..., nonce: _Optional[int] = ..., short_ids: _Optional[_Iterable[bytes]] = ..., transactions: _Optional[_Iterable[_Union[_bitcoin_primitives_pb2.PrefilledTransaction, _Mapping]]] = ...) -> None: ...

class Feature(_message.Message):
    __slots__ = ["feature_data", "feature_id"]
    FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    FEATURE_ID_FIELD_NUMBER: _ClassVar[int]
    feature_data: bytes
    feature_id: str
    def __init__(self, feature_id: _Optional[str] = ..., feature_data: _Optional[bytes] = ...) -> None: ...

class FeeFilter(_message.Message):
    __slots__ = ["fee"]
    FEE_FIELD_NUMBER: _ClassVar[int]
    fee: int
    def __init__(self, fee: _Optional[int] = ...) -> None: ...

class FilterAdd(_message.Message):
    __slots__ = ["filter"]
    FILTER_FIELD_NUMBER: _ClassVar[int]
    filter: bytes
    def __init__(self, filter: _Optional[bytes] = ...) -> None: ...

class FilterLoad(_message.Message):
    __slots__ = ["filter", "flags", "hash_funcs", "tweak"]
    class BloomFlags(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    All: FilterLoad.BloomFlags
    FILTER_FIELD_NUMBER: _ClassVar[int]
    FLAGS_FIELD_NUMBER: _ClassVar[int]
    HASH_FUNCS_FIELD_NUMBER: _ClassVar[int]
    None: FilterLoad.BloomFlags
    PubkeyOnly: FilterLoad.BloomFlags
    TWEAK_FIELD_NUMBER: _ClassVar[int]
    filter: bytes
    flags: FilterLoad.BloomFlags
    hash_funcs: int
    tweak: int
    def __init__(self, filter: _Optional[bytes] = ..., hash_funcs: _Optional[int] = ..., tweak: _Optional[int] = ..., flags: _Optional[_Union[FilterLoad.BloomFlags, str]] = ...) -> None: ...

class GetBlockTxn(_message.Message):
    __slots__ = ["block_hash", "tx_indexes"]
    BLOCK_HASH_FIELD_NUMBER: _ClassVar[int]
    TX_INDEXES_FIELD_NUMBER: _ClassVar[int]
    block_hash: bytes
    tx_indexes: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, block_hash: _Optional[bytes] = ..., tx_indexes: _Optional[_Iterable[int]] = ...) -> None: ...

class GetBlocks(_message.Message):
    __slots__ = ["locator_hashes", "stop_hash", "version"]
    LOCATOR_HASHES_FIELD_NUMBER: _ClassVar[int]
    STOP_HASH_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    locator_hashes: _containers.RepeatedScalarFieldContainer[bytes]
    stop_hash: bytes
    version: int
    def __init__(self, version: _Optional[int] = ..., locator_hashes: _Optional[_Iterable[bytes]] = ..., stop_hash: _Optional[bytes] = ...) -> None: ...

class GetCFCheckpt(_message.Message):
    __slots__ = ["filter_type", "stop_hash"]
    FILTER_TYPE_FIELD_NUMBER: _ClassVar[int]
    STOP_HASH_FIELD_NUMBER: _ClassVar[int]
    filter_type: int
    stop_hash: bytes
    def __init__(self, filter_type: _Optional[int] = ..., stop_hash: _Optional[bytes] = ...) -> None: ...

class GetCFHeaders(_message.Message):
    __slots__ = ["filter_type", "start_height", "stop_hash"]
    FILTER_TYPE_FIELD_NUMBER: _ClassVar[int]
    START_HEIGHT_FIELD_NUMBER: _ClassVar[int]
    STOP_HASH_FIELD_NUMBER: _ClassVar[int]
    filter_type: int
    start_height: int
    stop_hash: bytes
    def __init__(self, filter_type: _Optional[int] = ..., start_height: _Optional[int] = ..., stop_hash: _Optional[bytes] = ...) -> None: ...

class GetCFilter(_message.Message):
    __slots__ = ["filter_type", "start_height", "stop_hash"]
    FILTER_TYPE_FIELD_NUMBER: _ClassVar[int]
    START_HEIGHT_FIELD_NUMBER: _ClassVar[int]
    STOP_HASH_FIELD_NUMBER: _ClassVar[int]
    filter_type: int
    start_height: int
    stop_hash: bytes
    def __init__(self, filter_type: _Optional[int] = ..., start_height: _Optional[int] = ..., stop_hash: _Optional[bytes] = ...) -> None: ...

class GetData(_message.Message):
    __slots__ = ["items"]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[_bitcoin_primitives_pb2.InventoryItem]
    def __init__(self, items: _Optional[_Iterable[_Union[_bitcoin_primitives_pb2.InventoryItem, _Mapping]]] = ...) -> None: ...

class GetHeaders(_message.Message):
    __slots__ = ["locator_hashes", "stop_hash", "version"]
    LOCATOR_HASHES_FIELD_NUMBER: _ClassVar[int]
    STOP_HASH_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    locator_hashes: _containers.RepeatedScalarFieldContainer[bytes]
    stop_hash: bytes
    version: int
    def __init__(self, version: _Optional[int] = ..., locator_hashes: _Optional[_Iterable[bytes]] = ..., stop_hash: _Optional[bytes] = ...) -> None: ...

class Headers(_message.Message):
    __slots__ = ["headers"]
    HEADERS_FIELD_NUMBER: _ClassVar[int]
    headers: _containers.RepeatedCompositeFieldContainer[_bitcoin_primitives_pb2.BlockHeader]
    def __init__(self, headers: _Optional[_Iterable[_Union[_bitcoin_primitives_pb2.BlockHeader, _Mapping]]] = ...) -> None: ...

class Inv(_message.Message):
    __slots__ = ["items"]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[_bitcoin_primitives_pb2.InventoryItem]
    def __init__(self, items: _Optional[_Iterable[_Union[_bitcoin_primitives_pb2.InventoryItem, _Mapping]]] = ...) -> None: ...

class Malformed(_message.Message):
    __slots__ = ["payload", "reason"]
    PAYLOAD_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    payload: bytes
    reason: str
    def __init__(self, reason: _Optional[str] = ..., payload: _Optional[bytes] = ...) -> None: ...

class MerkleBlock(_message.Message):
    __slots__ = ["bits", "hashes", "header", "num_transactions"]
    BITS_FIELD_NUMBER: _ClassVar[int]
    HASHES_FIELD_NUMBER: _ClassVar[int]
    HEADER_FIELD_NUMBER: _ClassVar[int]
    NUM_TRANSACTIONS_FIELD_NUMBER: _ClassVar[int]
    bits: _containers.RepeatedScalarFieldContainer[bool]
    hashes: _containers.RepeatedScalarFieldContainer[bytes]
    header: _bitcoin_primitives_pb2.BlockHeader
    num_transactions: int
    def __init__(self, header: _Optional[_Union[_bitcoin_primitives_pb2.BlockHeader, _Mapping]] = ..., num_transactions: _Optional[int] = ..., bits: _Optional[_Iterable[bool]] = ..., hashes: _Optional[_Iterable[bytes]] = ...) -> None: ...

class MessageEvent(_message.Message):
    __slots__ = ["addr", "addrv2", "alert", "block", "blocktxn", "cfcheckpt", "cfheaders", "cfilter", "compactblock", "emptyaddrv2", "feature", "feefilter", "filteradd", "filterclear", "filterload", "getaddr", "getblocks", "getblocktxn", "getcfcheckpt", "getcfheaders", "getcfilter", "getdata", "getheaders", "headers", "inv", "malformed", "mempool", "merkleblock", "meta", "notfound", "oldping", "ping", "pong", "reject", "sendaddrv2", "sendcompact", "sendheaders", "sendtxrcncl", "tx", "unknown", "verack", "version", "wtxidrelay"]
    ADDRV2_FIELD_NUMBER: _ClassVar[int]
    ADDR_FIELD_NUMBER: _ClassVar[int]
    ALERT_FIELD_NUMBER: _ClassVar[int]
    BLOCKTXN_FIELD_NUMBER: _ClassVar[int]
    BLOCK_FIELD_NUMBER: _ClassVar[int]
    CFCHECKPT_FIELD_NUMBER: _ClassVar[int]
    CFHEADERS_FIELD_NUMBER: _ClassVar[int]
    CFILTER_FIELD_NUMBER: _ClassVar[int]
    COMPACTBLOCK_FIELD_NUMBER: _ClassVar[int]
    EMPTYADDRV2_FIELD_NUMBER: _ClassVar[int]
    FEATURE_FIELD_NUMBER: _ClassVar[int]
    FEEFILTER_FIELD_NUMBER: _ClassVar[int]
    FILTERADD_FIELD_NUMBER: _ClassVar[int]
    FILTERCLEAR_FIELD_NUMBER: _ClassVar[int]
    FILTERLOAD_FIELD_NUMBER: _ClassVar[int]
    GETADDR_FIELD_NUMBER: _ClassVar[int]
    GETBLOCKS_FIELD_NUMBER: _ClassVar[int]
    GETBLOCKTXN_FIELD_NUMBER: _ClassVar[int]
    GETCFCHECKPT_FIELD_NUMBER: _ClassVar[int]
    GETCFHEADERS_FIELD_NUMBER: _ClassVar[int]
    GETCFILTER_FIELD_NUMBER: _ClassVar[int]
    GETDATA_FIELD_NUMBER: _ClassVar[int]
    GETHEADERS_FIELD_NUMBER: _ClassVar[int]
    HEADERS_FIELD_NUMBER: _ClassVar[int]
    INV_FIELD_NUMBER: _ClassVar[int]
    MALFORMED_FIELD_NUMBER: _ClassVar[int]
    MEMPOOL_FIELD_NUMBER: _ClassVar[int]
    MERKLEBLOCK_FIELD_NUMBER: _ClassVar[int]
    META_FIELD_NUMBER: _ClassVar[int]
    NOTFOUND_FIELD_NUMBER: _ClassVar[int]
    OLDPING_FIELD_NUMBER: _ClassVar[int]
    PING_FIELD_NUMBER: _ClassVar[int]
    PONG_FIELD_NUMBER: _ClassVar[int]
    REJECT_FIELD_NUMBER: _ClassVar[int]
    SENDADDRV2_FIELD_NUMBER: _ClassVar[int]
    SENDCOMPACT_FIELD_NUMBER: _ClassVar[int]
    SENDHEADERS_FIELD_NUMBER: _ClassVar[int]
    SENDTXRCNCL_FIELD_NUMBER: _ClassVar[int]
    TX_FIELD_NUMBER: _ClassVar[int]
    UNKNOWN_FIELD_NUMBER: _ClassVar[int]
    VERACK_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    WTXIDRELAY_FIELD_NUMBER: _ClassVar[int]
    addr: Addr
    addrv2: AddrV2
    alert: Alert
    block: Block
    blocktxn: BlockTxn
    cfcheckpt: CFCheckpt
    cfheaders: CFHeaders
    cfilter: CFilter
    compactblock: CompactBlock
    emptyaddrv2: bool
    feature: Feature
    feefilter: FeeFilter
    filteradd: FilterAdd
    filterclear: bool
    filterload: FilterLoad
    getaddr: bool
    getblocks: GetBlocks
    getblocktxn: GetBlockTxn
    getcfcheckpt: GetCFCheckpt
    getcfheaders: GetCFHeaders
    getcfilter: GetCFilter
    getdata: GetData
    getheaders: GetHeaders
    headers: Headers
    inv: Inv
    malformed: Malformed
    mempool: bool
    merkleblock: MerkleBlock
    meta: Metadata
    notfound: NotFound
    oldping: bool
    ping: Ping
    pong: Pong
    reject: Reject
    sendaddrv2: bool
    sendcompact: SendCompact
    sendheaders: bool
    sendtxrcncl: SendTxRcncl
    tx: Tx
    unknown: Unknown
    verack: bool
    version: Version
    wtxidrelay: bool
    def __init__(self, meta: _Optional[_Union[Metadata, _Mapping]] = ..., ping: _Optional[_Union[Ping, _Mapping]] = ..., pong: _Optional[_Union[Pong, _Mapping]] = ..., inv: _Optional[_Union[Inv, _Mapping]] = ..., getdata: _Optional[_Union[GetData, _Mapping]] = ..., tx: _Optional[_Union[Tx, _Mapping]] = ..., headers: _Optional[_Union[Headers, _Mapping]] = ..., addr: _Optional[_Union[Addr, _Mapping]] = ..., addrv2: _Optional[_Union[AddrV2, _Mapping]] = ..., feefilter: _Optional[_Union[FeeFilter, _Mapping]] = ..., getheaders: _Optional[_Union[GetHeaders, _Mapping]] = ..., getblocks: _Optional[_Union[GetBlocks, _Mapping]] = ..., version: _Optional[_Union[Version, _Mapping]] = ..., notfound: _Optional[_Union[NotFound, _Mapping]] = ..., compactblock: _Optional[_Union[CompactBlock, _Mapping]] = ..., sendcompact: _Optional[_Union[SendCompact, _Mapping]] = ..., block: _Optional[_Union[Block, _Mapping]] = ..., getblocktxn: _Optional[_Union[GetBlockTxn, _Mapping]] = ..., blocktxn: _Optional[_Union[BlockTxn, _Mapping]] = ..., alert: _Optional[_Union[Alert, _Mapping]] = ..., filteradd: _Optional[_Union[FilterAdd, _Mapping]] = ..., filterload: _Optional[_Union[FilterLoad, _Mapping]] = ..., getcfcheckpt: _Optional[_Union[GetCFCheckpt, _Mapping]] = ..., cfheaders: _Optional[_Union[CFHeaders, _Mapping]] = ..., cfilter: _Optional[_Union[CFilter, _Mapping]] = ..., cfcheckpt: _Optional[_Union[CFCheckpt, _Mapping]] = ..., getcfheaders: _Optional[_Union[GetCFHeaders, _Mapping]] = ..., getcfilter: _Optional[_Union[GetCFilter, _Mapping]] = ..., merkleblock: _Optional[_Union[MerkleBlock, _Mapping]] = ..., unknown: _Optional[_Union[Unknown, _Mapping]] = ..., verack: bool = ..., sendheaders: bool = ..., getaddr: bool = ..., mempool: bool = ..., wtxidrelay: bool = ..., sendaddrv2: bool = ..., filterclear: bool = ..., reject: _Optional[_Union[Reject, _Mapping]] = ..., emptyaddrv2: bool = ..., oldping: bool = ..., malformed: _Optional[_Union[Malformed, _Mapping]] = ..., sendtxrcncl: _Optional[_Union[SendTxRcncl, _Mapping]] = ..., feature: _Optional[_Union[Feature, _Mapping]] = ...) -> None: ...

class Metadata(_message.Message):
    __slots__ = ["addr", "command", "conn_type", "connection_type", "inbound", "peer_id", "size"]
    ADDR_FIELD_NUMBER: _ClassVar[int]
    COMMAND_FIELD_NUMBER: _ClassVar[int]
    CONNECTION_TYPE_FIELD_NUMBER: _ClassVar[int]
    CONN_TYPE_FIELD_NUMBER: _ClassVar[int]
    INBOUND_FIELD_NUMBER: _ClassVar[int]
    PEER_ID_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    addr: str
    command: str
    conn_type: _bitcoin_primitives_pb2.ConnType
    connection_type: str
    inbound: bool
    peer_id: int
    size: int
    def __init__(self, peer_id: _Optional[int] = ..., addr: _Optional[str] = ..., conn_type: _Optional[_Union[_bitcoin_primitives_pb2.ConnType, str]] = ..., command: _Optional[str] = ..., inbound: bool = ..., size: _Optional[int] = ..., connection_type: _Optional[str] = ...) -> None: ...

class NotFound(_message.Message):
    __slots__ = ["items"]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[_bitcoin_primitives_pb2.InventoryItem]
    def __init__(self, items: _Optional[_Iterable[_Union[_bitcoin_primitives_pb2.InventoryItem, _Mapping]]] = ...) -> None: ...

class Ping(_message.Message):
    __slots__ = ["value"]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    value: int
    def __init__(self, value: _Optional[int] = ...) -> None: ...

class Pong(_message.Message):
    __slots__ = ["value"]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    value: int
    def __init__(self, value: _Optional[int] = ...) -> None: ...

class Reject(_message.Message):
    __slots__ = ["hash", "reason", "reason_details", "rejected_command"]
    class RejectReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = []
    CHECKPOINT: Reject.RejectReason
    DUPLICATE: Reject.RejectReason
    DUST: Reject.RejectReason
    FEE: Reject.RejectReason
    HASH_FIELD_NUMBER: _ClassVar[int]
    INVALID: Reject.RejectReason
    MALFORMED: Reject.RejectReason
    NONSTANDARD: Reject.RejectReason
    OBSOLETE: Reject.RejectReason
    REASON_DETAILS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REJECTED_COMMAND_FIELD_NUMBER: _ClassVar[int]
    hash: bytes
    reason: Reject.RejectReason
    reason_details: str
    rejected_command: str
    def __init__(self, rejected_command: _Optional[str] = ..., reason: _Optional[_Union[Reject.RejectReason, str]] = ..., reason_details: _Optional[str] = ..., hash: _Optional[bytes] = ...) -> None: ...

class SendCompact(_message.Message):
    __slots__ = ["send_compact", "version"]
    SEND_COMPACT_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    send_compact: bool
    version: int
    def __init__(self, send_compact: bool = ..., version: _Optional[int] = ...) -> None: ...

class SendTxRcncl(_message.Message):
    __slots__ = ["salt", "version"]
    SALT_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    salt: int
    version: int
    def __init__(self, version: _Optional[int] = ..., salt: _Optional[int] = ...) -> None: ...

class Tx(_message.Message):
    __slots__ = ["tx"]
    TX_FIELD_NUMBER: _ClassVar[int]
    tx: _bitcoin_primitives_pb2.Transaction
    def __init__(self, tx: _Optional[_Union[_bitcoin_primitives_pb2.Transaction, _Mapping]] = ...) -> None: ...

class Unknown(_message.Message):
    __slots__ = ["command", "payload"]
    COMMAND_FIELD_NUMBER: _ClassVar[int]
    PAYLOAD_FIELD_NUMBER: _ClassVar[int]
    command: str
    payload: bytes
    def __init__(self, command: _Optional[str] = ..., payload: _Optional[bytes] = ...) -> None: ...

class Version(_message.Message):
    __slots__ = ["nonce", "raw_user_agent", "receiver", "relay", "sender", "services", "start_height", "timestamp", "user_agent", "version"]
    NONCE_FIELD_NUMBER: _ClassVar[int]
    RAW_USER_AGENT_FIELD_NUMBER: _ClassVar[int]
    RECEIVER_FIELD_NUMBER: _ClassVar[int]
    RELAY_FIELD_NUMBER: _ClassVar[int]
    SENDER_FIELD_NUMBER: _ClassVar[int]
    SERVICES_FIELD_NUMBER: _ClassVar[int]
    START_HEIGHT_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    USER_AGENT_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    nonce: int
    raw_user_agent: bytes
    receiver: _bitcoin_primitives_pb2.Address
    relay: bool
    sender: _bitcoin_primitives_pb2.Address
    services: int
    start_height: int
    timestamp: int
    user_agent: str
    version: int
    def __init__(self, version: _Optional[int] = ..., services: _Optional[int] = ..., timestamp: _Optional[int] = ..., receiver: _Optional[_Union[_bitcoin_primitives_pb2.Address, _Mapping]] = ..., sender: _Optional[_Union[_bitcoin_primitives_pb2.Address, _Mapping]] = ..., nonce: _Optional[int] = ..., user_agent: _Optional[str] = ..., start_height: _Optional[int] = ..., relay: bool = ..., raw_user_agent: _Optional[bytes] = ...) -> None: ...
