from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class AddressesReceivedLine(_message.Message):
    __slots__ = ["address_count", "peer_id", "processed_count", "rate_limited_count"]
    ADDRESS_COUNT_FIELD_NUMBER: _ClassVar[int]
    PEER_ID_FIELD_NUMBER: _ClassVar[int]
    PROCESSED_COUNT_FIELD_NUMBER: _ClassVar[int]
    RATE_LIMITED_COUNT_FIELD_NUMBER: _ClassVar[int]
    address_count: int
    peer_id: int
    processed_count: int
    rate_limited_count: int
    def __init__(self, address_count: _Optional[int] = ..., processed_count: _Optional[int] = ..., rate_limited_count: _Optional[int] = ..., peer_id: _Optional[int] = ...) -> None: ...

class BlockReceivedLine(_message.Message):
    __slots__ = ["block_hash", "peer_id"]
    BLOCK_HASH_FIELD_NUMBER: _ClassVar[int]
    PEER_ID_FIELD_NUMBER: _ClassVar[int]
    block_hash: str
    peer_id: int
    def __init__(self, block_hash: _Optional[str] = ..., peer_id: _Optional[int] = ...) -> None: ...

class ConnectionAttemptLine(_message.Message):
    __slots__ = ["connection_type", "last_seen_hours", "target", "transport"]
    CONNECTION_TYPE_FIELD_NUMBER: _ClassVar[int]
    LAST_SEEN_HOURS_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    TRANSPORT_FIELD_NUMBER: _ClassVar[int]
    connection_type: str
    last_seen_hours: float
    target: str
    transport: str
    def __init__(self, target: _Optional[str] = ..., last_seen_hours: _Optional[float] = ..., transport: _Optional[str] = ..., connection_type: _Optional[str] = ...) -> None: ...

class ConnectionFailedLine(_message.Message):
    __slots__ = ["error", "target"]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    error: str
    target: str
    def __init__(self, target: _Optional[str] = ..., error: _Optional[str] = ...) -> None: ...

class InboundConnectionLine(_message.Message):
    __slots__ = ["accepted", "address", "reason"]
    ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    accepted: bool
    address: str
    reason: str
    def __init__(self, address: _Optional[str] = ..., accepted: bool = ..., reason: _Optional[str] = ...) -> None: ...

class InventoryRequestedLine(_message.Message):
    __slots__ = ["hash", "height", "peer_id", "type"]
    HASH_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    PEER_ID_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    hash: str
    height: int
    peer_id: int
    type: str
    def __init__(self, type: _Optional[str] = ..., hash: _Optional[str] = ..., peer_id: _Optional[int] = ..., height: _Optional[int] = ...) -> None: ...

class MessageErrorLine(_message.Message):
    __slots__ = ["byte_count", "error", "peer_id", "stage", "type"]
    BYTE_COUNT_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    PEER_ID_FIELD_NUMBER: _ClassVar[int]
    STAGE_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    byte_count: int
    error: str
    peer_id: int
    stage: str
    type: str
    def __init__(self, stage: _Optional[str] = ..., error: _Optional[str] = ..., peer_id: _Optional[int] = ..., type: _Optional[str] = ..., byte_count: _Optional[int] = ...) -> None: ...

class MisbehavingLine(_message.Message):
    __slots__ = ["peer_id", "reason", "score_after", "score_before"]
    PEER_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SCORE_AFTER_FIELD_NUMBER: _ClassVar[int]
    SCORE_BEFORE_FIELD_NUMBER: _ClassVar[int]
    peer_id: int
    reason: str
    score_after: int
    score_before: int
    def __init__(self, peer_id: _Optional[int] = ..., reason: _Optional[str] = ..., score_before: _Optional[int] = ..., score_after: _Optional[int] = ...) -> None: ...

class PeerAddedLine(_message.Message):
    __slots__ = ["address", "peer_id"]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    PEER_ID_FIELD_NUMBER: _ClassVar[int]
    address: str
    peer_id: int
    def __init__(self, peer_id: _Optional[int] = ..., address: _Optional[str] = ...) -> None: ...

class PeerConnectedLine(_message.Message):
    __slots__ = ["connection_type", "mapped_as", "peer_addr", "peer_id", "start_height", "transport", "version"]
    CONNECTION_TYPE_FIELD_NUMBER: _ClassVar[int]
    MAPPED_AS_FIELD_NUMBER: _ClassVar[int]
    PEER_ADDR_FIELD_NUMBER: _ClassVar[int]
    PEER_ID_FIELD_NUMBER: _ClassVar[int]
    START_HEIGHT_FIELD_NUMBER: _ClassVar[int]
    TRANSPORT_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    connection_type: str
    mapped_as: int
    peer_addr: str
    peer_id: int
    start_height: int
    transport: str
    version: int
    def __init__(self, connection_type: _Optional[str] = ..., peer_id: _Optional[int] = ..., version: _Optional[int] = ..., transport: _Optional[str] = ..., start_height: _Optional[int] = ..., peer_addr: _Optional[str] = ..., mapped_as: _Optional[int] = ...) -> None: ...

class PeerDisconnectedLine(_message.Message):
    __slots__ = ["error", "peer_addr", "peer_id", "reason"]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    PEER_ADDR_FIELD_NUMBER: _ClassVar[int]
    PEER_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    error: str
    peer_addr: str
    peer_id: int
    reason: str
    def __init__(self, peer_id: _Optional[int] = ..., reason: _Optional[str] = ..., peer_addr: _Optional[str] = ..., error: _Optional[str] = ...) -> None: ...

class PeerForgottenLine(_message.Message):
    __slots__ = ["peer_id"]
    PEER_ID_FIELD_NUMBER: _ClassVar[int]
    peer_id: int
    def __init__(self, peer_id: _Optional[int] = ...) -> None: ...

class PeerMessageLine(_message.Message):
    __slots__ = ["byte_count", "inbound", "peer_id", "type"]
    BYTE_COUNT_FIELD_NUMBER: _ClassVar[int]
    INBOUND_FIELD_NUMBER: _ClassVar[int]
    PEER_ID_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    byte_count: int
    inbound: bool
    peer_id: int
    type: str
    def __init__(self, inbound: bool = ..., type: _Optional[str] = ..., byte_count: _Optional[int] = ..., peer_id: _Optional[int] = ...) -> None: ...

class PunishmentLine(_message.Message):
    __slots__ = ["outcome", "peer_id"]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    PEER_ID_FIELD_NUMBER: _ClassVar[int]
    outcome: str
    peer_id: int
    def __init__(self, peer_id: _Optional[int] = ..., outcome: _Optional[str] = ...) -> None: ...

class SocketClosedLine(_message.Message):
    __slots__ = ["peer_addr", "peer_id"]
    PEER_ADDR_FIELD_NUMBER: _ClassVar[int]
    PEER_ID_FIELD_NUMBER: _ClassVar[int]
    peer_addr: str
    peer_id: int
    def __init__(self, peer_id: _Optional[int] = ..., peer_addr: _Optional[str] = ...) -> None: ...

class StaleTipLine(_message.Message):
    __slots__ = ["seconds"]
    SECONDS_FIELD_NUMBER: _ClassVar[int]
    seconds: int
    def __init__(self, seconds: _Optional[int] = ...) -> None: ...

class VersionReceivedLine(_message.Message):
    __slots__ = ["mapped_as", "peer_addr", "peer_id", "relay", "start_height", "us", "user_agent", "version"]
    MAPPED_AS_FIELD_NUMBER: _ClassVar[int]
    PEER_ADDR_FIELD_NUMBER: _ClassVar[int]
    PEER_ID_FIELD_NUMBER: _ClassVar[int]
    RELAY_FIELD_NUMBER: _ClassVar[int]
    START_HEIGHT_FIELD_NUMBER: _ClassVar[int]
    USER_AGENT_FIELD_NUMBER: _ClassVar[int]
    US_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    mapped_as: int
    peer_addr: str
    peer_id: int
    relay: bool
    start_height: int
    us: str
    user_agent: str
    version: int
    def __init__(self, user_agent: _Optional[str] = ..., version: _Optional[int] = ..., start_height: _Optional[int] = ..., us: _Optional[str] = ..., relay: bool = ..., peer_id: _Optional[int] = ..., peer_addr: _Optional[str] = ..., mapped_as: _Optional[int] = ...) -> None: ...

class VersionSentLine(_message.Message):
    __slots__ = ["peer_id", "relay", "start_height", "them", "version"]
    PEER_ID_FIELD_NUMBER: _ClassVar[int]
    RELAY_FIELD_NUMBER: _ClassVar[int]
    START_HEIGHT_FIELD_NUMBER: _ClassVar[int]
    THEM_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    peer_id: int
    relay: bool
    start_height: int
    them: str
    version: int
    def __init__(self, version: _Optional[int] = ..., start_height: _Optional[int] = ..., relay: bool = ..., peer_id: _Optional[int] = ..., them: _Optional[str] = ...) -> None: ...
