from peer_observer.events import bitcoin_primitives_pb2 as _bitcoin_primitives_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

CONSERVATIVE: FeeEstimateMode
DESCRIPTOR: _descriptor.FileDescriptor
ECONOMICAL: FeeEstimateMode
UNSET: FeeEstimateMode

class AddrManInfo(_message.Message):
    __slots__ = ["networks"]
    class NetworksEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: AddrManInfoNetwork
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[AddrManInfoNetwork, _Mapping]] = ...) -> None: ...
    NETWORKS_FIELD_NUMBER: _ClassVar[int]
    networks: _containers.MessageMap[str, AddrManInfoNetwork]
    def __init__(self, networks: _Optional[_Mapping[str, AddrManInfoNetwork]] = ...) -> None: ...

class AddrManInfoNetwork(_message.Message):
    __slots__ = ["new", "total", "tried"]
    NEW_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    TRIED_FIELD_NUMBER: _ClassVar[int]
    new: int
    total: int
    tried: int
    def __init__(self, new: _Optional[int] = ..., tried: _Optional[int] = ..., total: _Optional[int] = ...) -> None: ...

class Addrman(_message.Message):
    __slots__ = ["new", "tried"]
    class NewEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: int
        value: AddrmanBucket
        def __init__(self, key: _Optional[int] = ..., value: _Optional[_Union[AddrmanBucket, _Mapping]] = ...) -> None: ...
    class TriedEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: int
        value: AddrmanBucket
        def __init__(self, key: _Optional[int] = ..., value: _Optional[_Union[AddrmanBucket, _Mapping]] = ...) -> None: ...
    NEW_FIELD_NUMBER: _ClassVar[int]
    TRIED_FIELD_NUMBER: _ClassVar[int]
    new: _containers.MessageMap[int, AddrmanBucket]
    tried: _containers.MessageMap[int, AddrmanBucket]
    def __init__(self, new: _Optional[_Mapping[int, AddrmanBucket]] = ..., tried: _Optional[_Mapping[int, AddrmanBucket]] = ...) -> None: ...

class AddrmanBucket(_message.Message):
    __slots__ = ["entries"]
    class EntriesEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: int
        value: AddrmanEntry
        def __init__(self, key: _Optional[int] = ..., value: _Optional[_Union[AddrmanEntry, _Mapping]] = ...) -> None: ...
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    entries: _containers.MessageMap[int, AddrmanEntry]
    def __init__(self, entries: _Optional[_Mapping[int, AddrmanEntry]] = ...) -> None: ...

class AddrmanEntry(_message.Message):
    __slots__ = ["address", "mapped_as", "network", "port", "services", "source", "source_mapped_as", "source_network", "time"]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    MAPPED_AS_FIELD_NUMBER: _ClassVar[int]
    NETWORK_FIELD_NUMBER: _ClassVar[int]
    PORT_FIELD_NUMBER: _ClassVar[int]
    SERVICES_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_MAPPED_AS_FIELD_NUMBER: _ClassVar[int]
    SOURCE_NETWORK_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    address: str
    mapped_as: int
    network: str
    port: int
    services: int
    source: str
    source_mapped_as: int
    source_network: str
    time: int
    def __init__(self, address: _Optional[str] = ..., port: _Optional[int] = ..., network: _Optional[str] = ..., services: _Optional[int] = ..., time: _Optional[int] = ..., source: _Optional[str] = ..., source_network: _Optional[str] = ..., mapped_as: _Optional[int] = ..., source_mapped_as: _Optional[int] = ...) -> None: ...

class BIP9Deployment(_message.Message):
    __slots__ = ["bit", "min_activation_height", "signalling", "since", "start_time", "statistics", "status", "status_next", "timeout"]
    BIT_FIELD_NUMBER: _ClassVar[int]
    MIN_ACTIVATION_HEIGHT_FIELD_NUMBER: _ClassVar[int]
    SIGNALLING_FIELD_NUMBER: _ClassVar[int]
    SINCE_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    STATISTICS_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    STATUS_NEXT_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    bit: int
    min_activation_height: int
    signalling: str
    since: int
    start_time: int
    statistics: BIP9Statistics
    status: str
    status_next: str
    timeout: int
    def __init__(self, bit: _Optional[int] = ..., start_time: _Optional[int] = ..., timeout: _Optional[int] = ..., min_activation_height: _Optional[int] = ..., status: _Optional[str] = ..., since: _Optional[int] = ..., status_next: _Optional[str] = ..., statistics: _Optional[_Union[BIP9Statistics, _Mapping]] = ..., signalling: _Optional[str] = ...) -> None: ...

class BIP9Statistics(_message.Message):
    __slots__ = ["count", "elapsed", "period", "possible", "threshold"]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    ELAPSED_FIELD_NUMBER: _ClassVar[int]
    PERIOD_FIELD_NUMBER: _ClassVar[int]
    POSSIBLE_FIELD_NUMBER: _ClassVar[int]
    THRESHOLD_FIELD_NUMBER: _ClassVar[int]
    count: int
    elapsed: int
    period: int
    possible: bool
    threshold: int
    def __init__(self, period: _Optional[int] = ..., threshold: _Optional[int] = ..., elapsed: _Optional[int] = ..., count: _Optional[int] = ..., possible: bool = ...) -> None: ...

class BackgroundValidation(_message.Message):
    __slots__ = ["best_block_hash", "blocks", "chain_work", "median_time", "snapshot_height", "verification_progress"]
    BEST_BLOCK_HASH_FIELD_NUMBER: _ClassVar[int]
    BLOCKS_FIELD_NUMBER: _ClassVar[int]
    CHAIN_WORK_FIELD_NUMBER: _ClassVar[int]
    MEDIAN_TIME_FIELD_NUMBER: _ClassVar[int]
    SNAPSHOT_HEIGHT_FIELD_NUMBER: _ClassVar[int]
    VERIFICATION_PROGRESS_FIELD_NUMBER: _ClassVar[int]
    best_block_hash: str
    blocks: int
    chain_work: str
    median_time: int
    snapshot_height: int
    verification_progress: float
    def __init__(self, snapshot_height: _Optional[int] = ..., blocks: _Optional[int] = ..., best_block_hash: _Optional[str] = ..., median_time: _Optional[int] = ..., verification_progress: _Optional[float] = ..., chain_work: _Optional[str] = ...) -> None: ...

class Banned(_message.Message):
    __slots__ = ["address", "ban_created", "ban_duration", "banned_until", "time_remaining"]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    BANNED_UNTIL_FIELD_NUMBER: _ClassVar[int]
    BAN_CREATED_FIELD_NUMBER: _ClassVar[int]
    BAN_DURATION_FIELD_NUMBER: _ClassVar[int]
    TIME_REMAINING_FIELD_NUMBER: _ClassVar[int]
    address: str
    ban_created: int
    ban_duration: int
    banned_until: int
    time_remaining: int
    def __init__(self, address: _Optional[str] = ..., ban_created: _Optional[int] = ..., banned_until: _Optional[int] = ..., ban_duration: _Optional[int] = ..., time_remaining: _Optional[int] = ...) -> None: ...

class BannedList(_message.Message):
    __slots__ = ["banned"]
    BANNED_FIELD_NUMBER: _ClassVar[int]
    banned: _containers.RepeatedCompositeFieldContainer[Banned]
    def __init__(self, banned: _Optional[_Iterable[_Union[Banned, _Mapping]]] = ...) -> None: ...

class BlockchainInfo(_message.Message):
    __slots__ = ["absent", "automatic_pruning", "background_validation", "bestblockhash", "bits", "blocks", "chain", "chainwork", "difficulty", "headers", "initialblockdownload", "mediantime", "prune_height", "prune_target_size", "pruned", "signet_challenge", "size_on_disk", "target", "time", "verificationprogress", "warnings"]
    ABSENT_FIELD_NUMBER: _ClassVar[int]
    AUTOMATIC_PRUNING_FIELD_NUMBER: _ClassVar[int]
    BACKGROUND_VALIDATION_FIELD_NUMBER: _ClassVar[int]
    BESTBLOCKHASH_FIELD_NUMBER: _ClassVar[int]
    BITS_FIELD_NUMBER: _ClassVar[int]
    BLOCKS_FIELD_NUMBER: _ClassVar[int]
    CHAINWORK_FIELD_NUMBER: _ClassVar[int]
    CHAIN_FIELD_NUMBER: _ClassVar[int]
    DIFFICULTY_FIELD_NUMBER: _ClassVar[int]
    HEADERS_FIELD_NUMBER: _ClassVar[int]
    INITIALBLOCKDOWNLOAD_FIELD_NUMBER: _ClassVar[int]
    MEDIANTIME_FIELD_NUMBER: _ClassVar[int]
    PRUNED_FIELD_NUMBER: _ClassVar[int]
    PRUNE_HEIGHT_FIELD_NUMBER: _ClassVar[int]
    PRUNE_TARGET_SIZE_FIELD_NUMBER: _ClassVar[int]
    SIGNET_CHALLENGE_FIELD_NUMBER: _ClassVar[int]
    SIZE_ON_DISK_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    VERIFICATIONPROGRESS_FIELD_NUMBER: _ClassVar[int]
    WARNINGS_FIELD_NUMBER: _ClassVar[int]
    absent: _containers.RepeatedScalarFieldContainer[str]
    automatic_pruning: bool
    background_validation: BackgroundValidation
    bestblockhash: str
    bits: str
    blocks: int
    chain: str
    chainwork: str
    difficulty: float
    headers: int
    initialblockdownload: bool
    mediantime: int
    prune_height: int
    prune_target_size: int
    pruned: bool
    signet_challenge: str
    size_on_disk: int
    target: str
    time: int
    verificationprogress: float
    warnings: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, chain: _Optional[str] = ..., blocks: _Optional[int] = ..., headers: _Optional[int] = ..., bestblockhash: _Optional[str] = ..., difficulty: _Optional[float] = ..., time: _Optional[int] = ..., mediantime: _Optional[int] = ..., verificationprogress: _Optional[float] = ..., initialblockdownload: bool = ..., chainwork: _Optional[str] = ..., size_on_disk: _Optional[int] = ..., pruned: bool = ..., prune_height: _Optional[int] = ..., prune_target_size: _Optional[int] = ..., warnings: _Optional[_Iterable[str]] = ..., bits: _Optional[str] = ..., target: _Optional[str] = ..., automatic_pruning: bool = ..., background_validation: _Optional[_Union[BackgroundValidation, _Mapping]] = ..., signet_challenge: _Optional[str] = ..., absent: _Optional[_Iterable[str]] = ...) -> None: ...

class ChainTip(_message.Message):
    __slots__ = ["branch_length", "hash", "height", "status"]
    BRANCH_LENGTH_FIELD_NUMBER: _ClassVar[int]
    HASH_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    branch_length: int
    hash: str
    height: int
    status: str
    def __init__(self, height: _Optional[int] = ..., hash: _Optional[str] = ..., branch_length: _Optional[int] = ..., status: _Optional[str] = ...) -> None: ...

class ChainTips(_message.Message):
    __slots__ = ["tips"]
    TIPS_FIELD_NUMBER: _ClassVar[int]
    tips: _containers.RepeatedCompositeFieldContainer[ChainTip]
    def __init__(self, tips: _Optional[_Iterable[_Union[ChainTip, _Mapping]]] = ...) -> None: ...

class ChainTxStats(_message.Message):
    __slots__ = ["absent", "time", "tx_count", "tx_count_64", "tx_rate", "window_block_count", "window_final_block_hash", "window_final_block_height", "window_interval", "window_tx_count"]
    ABSENT_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    TX_COUNT_64_FIELD_NUMBER: _ClassVar[int]
    TX_COUNT_FIELD_NUMBER: _ClassVar[int]
    TX_RATE_FIELD_NUMBER: _ClassVar[int]
    WINDOW_BLOCK_COUNT_FIELD_NUMBER: _ClassVar[int]
    WINDOW_FINAL_BLOCK_HASH_FIELD_NUMBER: _ClassVar[int]
    WINDOW_FINAL_BLOCK_HEIGHT_FIELD_NUMBER: _ClassVar[int]
    WINDOW_INTERVAL_FIELD_NUMBER: _ClassVar[int]
    WINDOW_TX_COUNT_FIELD_NUMBER: _ClassVar[int]
    absent: _containers.RepeatedScalarFieldContainer[str]
    time: int
    tx_count: int
    tx_count_64: int
    tx_rate: float
    window_block_count: int
    window_final_block_hash: str
    window_final_block_height: int
    window_interval: int
    window_tx_count: int
    def __init__(self, time: _Optional[int] = ..., tx_count: _Optional[int] = ..., window_final_block_hash: _Optional[str] = ..., window_final_block_height: _Optional[int] = ..., window_block_count: _Optional[int] = ..., window_tx_count: _Optional[int] = ..., window_interval: _Optional[int] = ..., tx_rate: _Optional[float] = ..., tx_count_64: _Optional[int] = ..., absent: _Optional[_Iterable[str]] = ...) -> None: ...

class Deployment(_message.Message):
    __slots__ = ["active", "bip9", "height", "type"]
    ACTIVE_FIELD_NUMBER: _ClassVar[int]
    BIP9_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    active: bool
    bip9: BIP9Deployment
    height: int
    type: str
    def __init__(self, type: _Optional[str] = ..., height: _Optional[int] = ..., active: bool = ..., bip9: _Optional[_Union[BIP9Deployment, _Mapping]] = ...) -> None: ...

class DeploymentInfo(_message.Message):
    __slots__ = ["deployments", "hash", "height", "script_flags"]
    class DeploymentsEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: Deployment
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[Deployment, _Mapping]] = ...) -> None: ...
    DEPLOYMENTS_FIELD_NUMBER: _ClassVar[int]
    HASH_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    SCRIPT_FLAGS_FIELD_NUMBER: _ClassVar[int]
    deployments: _containers.MessageMap[str, Deployment]
    hash: str
    height: int
    script_flags: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, hash: _Optional[str] = ..., height: _Optional[int] = ..., deployments: _Optional[_Mapping[str, Deployment]] = ..., script_flags: _Optional[_Iterable[str]] = ...) -> None: ...

class EstimateSmartFee(_message.Message):
    __slots__ = ["blocks", "errors", "fee_rate", "mode", "requested_blocks"]
    BLOCKS_FIELD_NUMBER: _ClassVar[int]
    ERRORS_FIELD_NUMBER: _ClassVar[int]
    FEE_RATE_FIELD_NUMBER: _ClassVar[int]
    MODE_FIELD_NUMBER: _ClassVar[int]
    REQUESTED_BLOCKS_FIELD_NUMBER: _ClassVar[int]
    blocks: int
    errors: _containers.RepeatedScalarFieldContainer[str]
    fee_rate: float
    mode: FeeEstimateMode
    requested_blocks: int
    def __init__(self, fee_rate: _Optional[float] = ..., blocks: _Optional[int] = ..., requested_blocks: _Optional[int] = ..., mode: _Optional[_Union[FeeEstimateMode, str]] = ..., errors: _Optional[_Iterable[str]] = ...) -> None: ...

class IndexInfo(_message.Message):
    __slots__ = ["indexes"]
    class IndexesEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: IndexState
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[IndexState, _Mapping]] = ...) -> None: ...
    INDEXES_FIELD_NUMBER: _ClassVar[int]
    indexes: _containers.MessageMap[str, IndexState]
    def __init__(self, indexes: _Optional[_Mapping[str, IndexState]] = ...) -> None: ...

class IndexState(_message.Message):
    __slots__ = ["best_block_height", "synced"]
    BEST_BLOCK_HEIGHT_FIELD_NUMBER: _ClassVar[int]
    SYNCED_FIELD_NUMBER: _ClassVar[int]
    best_block_height: int
    synced: bool
    def __init__(self, synced: bool = ..., best_block_height: _Optional[int] = ...) -> None: ...

class MemoryInfo(_message.Message):
    __slots__ = ["absent", "chunks_free", "chunks_used", "free", "locked", "total", "used"]
    ABSENT_FIELD_NUMBER: _ClassVar[int]
    CHUNKS_FREE_FIELD_NUMBER: _ClassVar[int]
    CHUNKS_USED_FIELD_NUMBER: _ClassVar[int]
    FREE_FIELD_NUMBER: _ClassVar[int]
    LOCKED_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    USED_FIELD_NUMBER: _ClassVar[int]
    absent: _containers.RepeatedScalarFieldContainer[str]
    chunks_free: int
    chunks_used: int
    free: int
    locked: int
    total: int
    used: int
    def __init__(self, used: _Optional[int] = ..., free: _Optional[int] = ..., total: _Optional[int] = ..., locked: _Optional[int] = ..., chunks_used: _Optional[int] = ..., chunks_free: _Optional[int] = ..., absent: _Optional[_Iterable[str]] = ...) -> None: ...

class MempoolInfo(_message.Message):
    __slots__ = ["absent", "bytes", "fullrbf", "incrementalrelayfee", "limit_cluster_count", "limit_cluster_size", "loaded", "max_data_carrier_size", "max_mempool", "mempoolminfee", "minrelaytxfee", "optimal", "permit_bare_multisig", "size", "total_fee", "unbroadcastcount", "usage"]
    ABSENT_FIELD_NUMBER: _ClassVar[int]
    BYTES_FIELD_NUMBER: _ClassVar[int]
    FULLRBF_FIELD_NUMBER: _ClassVar[int]
    INCREMENTALRELAYFEE_FIELD_NUMBER: _ClassVar[int]
    LIMIT_CLUSTER_COUNT_FIELD_NUMBER: _ClassVar[int]
    LIMIT_CLUSTER_SIZE_FIELD_NUMBER: _ClassVar[int]
    LOADED_FIELD_NUMBER: _ClassVar[int]
    MAX_DATA_CARRIER_SIZE_FIELD_NUMBER: _ClassVar[int]
    MAX_MEMPOOL_FIELD_NUMBER: _ClassVar[int]
    MEMPOOLMINFEE_FIELD_NUMBER: _ClassVar[int]
    MINRELAYTXFEE_FIELD_NUMBER: _ClassVar[int]
    OPTIMAL_FIELD_NUMBER: _ClassVar[int]
    PERMIT_BARE_MULTISIG_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FEE_FIELD_NUMBER: _ClassVar[int]
    UNBROADCASTCOUNT_FIELD_NUMBER: _ClassVar[int]
    USAGE_FIELD_NUMBER: _ClassVar[int]
    absent: _containers.RepeatedScalarFieldContainer[str]
    bytes: int
    fullrbf: bool
    incrementalrelayfee: float
    limit_cluster_count: int
    limit_cluster_size: int
    loaded: bool
    max_data_carrier_size: int
    max_mempool: int
    mempoolminfee: float
    minrelaytxfee: float
    optimal: bool
    permit_bare_multisig: bool
    size: int
    total_fee: float
    unbroadcastcount: int
    usage: int
    def __init__(self, loaded: bool = ..., size: _Optional[int] = ..., bytes: _Optional[int] = ..., usage: _Optional[int] = ..., total_fee: _Optional[float] = ..., max_mempool: _Optional[int] = ..., mempoolminfee: _Optional[float] = ..., minrelaytxfee: _Optional[float] = ..., incrementalrelayfee: _Optional[float] = ..., unbroadcastcount: _Optional[int] = ..., fullrbf: bool = ..., permit_bare_multisig: bool = ..., max_data_carrier_size: _Optional[int] = ..., limit_cluster_count: _Optional[int] = ..., limit_cluster_size: _Optional[int] = ..., optimal: bool = ..., absent: _Optional[_Iterable[str]] = ...) -> None: ...

class MiningInfo(_message.Message):
    __slots__ = ["bits", "block_min_tx_fee", "blocks", "chain", "current_block_tx", "current_block_weight", "difficulty", "network_hashps", "next", "pooled_tx", "signet_challenge", "target", "warnings"]
    BITS_FIELD_NUMBER: _ClassVar[int]
    BLOCKS_FIELD_NUMBER: _ClassVar[int]
    BLOCK_MIN_TX_FEE_FIELD_NUMBER: _ClassVar[int]
    CHAIN_FIELD_NUMBER: _ClassVar[int]
    CURRENT_BLOCK_TX_FIELD_NUMBER: _ClassVar[int]
    CURRENT_BLOCK_WEIGHT_FIELD_NUMBER: _ClassVar[int]
    DIFFICULTY_FIELD_NUMBER: _ClassVar[int]
    NETWORK_HASHPS_FIELD_NUMBER: _ClassVar[int]
    NEXT_FIELD_NUMBER: _ClassVar[int]
    POOLED_TX_FIELD_NUMBER: _ClassVar[int]
    SIGNET_CHALLENGE_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    WARNINGS_FIELD_NUMBER: _ClassVar[int]
    bits: str
    block_min_tx_fee: float
    blocks: int
    chain: str
    current_block_tx: int
    current_block_weight: int
    difficulty: float
    network_hashps: float
    next: NextBlock
    pooled_tx: int
    signet_challenge: str
    target: str
    warnings: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, blocks: _Optional[int] = ..., current_block_weight: _Optional[int] = ..., current_block_tx: _Optional[int] = ..., bits: _Optional[str] = ..., difficulty: _Optional[float] = ..., target: _Optional[str] = ..., network_hashps: _Optional[float] = ..., pooled_tx: _Optional[int] = ..., block_min_tx_fee: _Optional[float] = ..., chain: _Optional[str] = ..., signet_challenge: _Optional[str] = ..., next: _Optional[_Union[NextBlock, _Mapping]] = ..., warnings: _Optional[_Iterable[str]] = ...) -> None: ...

class NetTotals(_message.Message):
    __slots__ = ["absent", "time_millis", "total_bytes_received", "total_bytes_sent", "upload_target"]
    ABSENT_FIELD_NUMBER: _ClassVar[int]
    TIME_MILLIS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_BYTES_RECEIVED_FIELD_NUMBER: _ClassVar[int]
    TOTAL_BYTES_SENT_FIELD_NUMBER: _ClassVar[int]
    UPLOAD_TARGET_FIELD_NUMBER: _ClassVar[int]
    absent: _containers.RepeatedScalarFieldContainer[str]
    time_millis: int
    total_bytes_received: int
    total_bytes_sent: int
    upload_target: UploadTarget
    def __init__(self, total_bytes_received: _Optional[int] = ..., total_bytes_sent: _Optional[int] = ..., time_millis: _Optional[int] = ..., upload_target: _Optional[_Union[UploadTarget, _Mapping]] = ..., absent: _Optional[_Iterable[str]] = ...) -> None: ...

class NetworkInfo(_message.Message):
    __slots__ = ["absent", "connections", "connections_in", "connections_out", "incremental_fee", "local_addresses", "local_relay", "local_services", "local_services_names", "network_active", "networks", "protocol_version", "relay_fee", "subversion", "time_offset", "version", "warnings"]
    ABSENT_FIELD_NUMBER: _ClassVar[int]
    CONNECTIONS_FIELD_NUMBER: _ClassVar[int]
    CONNECTIONS_IN_FIELD_NUMBER: _ClassVar[int]
    CONNECTIONS_OUT_FIELD_NUMBER: _ClassVar[int]
    INCREMENTAL_FEE_FIELD_NUMBER: _ClassVar[int]
    LOCAL_ADDRESSES_FIELD_NUMBER: _ClassVar[int]
    LOCAL_RELAY_FIELD_NUMBER: _ClassVar[int]
    LOCAL_SERVICES_FIELD_NUMBER: _ClassVar[int]
    LOCAL_SERVICES_NAMES_FIELD_NUMBER: _ClassVar[int]
    NETWORKS_FIELD_NUMBER: _ClassVar[int]
    NETWORK_ACTIVE_FIELD_NUMBER: _ClassVar[int]
    PROTOCOL_VERSION_FIELD_NUMBER: _ClassVar[int]
    RELAY_FEE_FIELD_NUMBER: _ClassVar[int]
    SUBVERSION_FIELD_NUMBER: _ClassVar[int]
    TIME_OFFSET_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    WARNINGS_FIELD_NUMBER: _ClassVar[int]
    absent: _containers.RepeatedScalarFieldContainer[str]
    connections: int
    connections_in: int
    connections_out: int
    incremental_fee: float
    local_addresses: _containers.RepeatedCompositeFieldContainer[NetworkInfoLocalAddress]
    local_relay: bool
    local_services: str
    local_services_names: _containers.RepeatedScalarFieldContainer[str]
    network_active: bool
    networks: _containers.RepeatedCompositeFieldContainer[NetworkInfoNetwork]
    protocol_version: int
    relay_fee: float
    subversion: str
    time_offset: int
    version: int
    warnings: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, version: _Optional[int] = ..., subversion: _Optional[str] = ..., protocol_version: _Optional[int] = ..., local_services: _Optional[str] = ..., local_services_names: _Optional[_Iterable[str]] = ..., local_relay: bool = ..., time_offset: _Optional[int] = ..., connections: _Optional[int] = ..., connections_in: _Optional[int] = ..., connections_out: _Optional[int] = ..., network_active: bool = ..., networks: _Optional[_Iterable[_Union[NetworkInfoNetwork, _Mapping]]] = ..., relay_fee: _Optional[float] = ..., incremental_fee: _Optional[float] = ..., local_addresses: _Optional[_Iterable[_Union[NetworkInfoLocalAddress, _Mapping]]] = ..., warnings: _Optional[_Iterable[str]] = ..., absent: _Optional[_Iterable[str]] = ...) -> None: ...

class NetworkInfoLocalAddress(_message.Message):
    __slots__ = ["address", "port", "score"]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    PORT_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    address: str
    port: int
    score: int
    def __init__(self, address: _Optional[str] = ..., port: _Optional[int] = ..., score: _Optional[int] = ...) -> None: ...

class NetworkInfoNetwork(_message.Message):
    __slots__ = ["limited", "name", "proxy", "proxy_randomize_credentials", "reachable"]
    LIMITED_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PROXY_FIELD_NUMBER: _ClassVar[int]
    PROXY_RANDOMIZE_CREDENTIALS_FIELD_NUMBER: _ClassVar[int]
    REACHABLE_FIELD_NUMBER: _ClassVar[int]
    limited: bool
    name: str
    proxy: str
    proxy_randomize_credentials: bool
    reachable: bool
    def __init__(self, name: _Optional[str] = ..., limited: bool = ..., reachable: bool = ..., proxy: _Optional[str] = ..., proxy_randomize_credentials: bool = ...) -> None: ...

class NextBlock(_message.Message):
    __slots__ = ["bits", "difficulty", "height", "target"]
    BITS_FIELD_NUMBER: _ClassVar[int]
    DIFFICULTY_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    bits: str
    difficulty: float
    height: int
    target: str
    def __init__(self, height: _Optional[int] = ..., bits: _Optional[str] = ..., difficulty: _Optional[float] = ..., target: _Optional[str] = ...) -> None: ...

class OrphanTx(_message.Message):
    __slots__ = ["absent", "bytes", "entry", "expiration", "transaction", "txid", "vsize", "weight", "wtxid"]
    ABSENT_FIELD_NUMBER: _ClassVar[int]
    BYTES_FIELD_NUMBER: _ClassVar[int]
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    EXPIRATION_FIELD_NUMBER: _ClassVar[int]
    FROM_FIELD_NUMBER: _ClassVar[int]
    TRANSACTION_FIELD_NUMBER: _ClassVar[int]
    TXID_FIELD_NUMBER: _ClassVar[int]
    VSIZE_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    WTXID_FIELD_NUMBER: _ClassVar[int]
    absent: _containers.RepeatedScalarFieldContainer[str]
    bytes: int
    entry: int
    expiration: int
    transaction: _bitcoin_primitives_pb2.Transaction
    txid: str
    vsize: int
    weight: int
    wtxid: str
    def __init__(self, txid: _Optional[str] = ..., wtxid: _Optional[str] = ..., bytes: _Optional[int] = ..., vsize: _Optional[int] = ..., weight: _Optional[int] = ..., transaction: _Optional[_Union[_bitcoin_primitives_pb2.Transaction, _Mapping]] = ..., entry: _Optional[int] = ..., expiration: _Optional[int] = ..., absent: _Optional[_Iterable[str]] = ..., **kwargs) -> None: ...

class OrphanTxs(_message.Message):
    __slots__ = ["orphans"]
    ORPHANS_FIELD_NUMBER: _ClassVar[int]
    orphans: _containers.RepeatedCompositeFieldContainer[OrphanTx]
    def __init__(self, orphans: _Optional[_Iterable[_Union[OrphanTx, _Mapping]]] = ...) -> None: ...

class PeerInfo(_message.Message):
    __slots__ = ["absent", "addr_processed", "addr_rate_limited", "addr_relay_enabled", "address", "address_bind", "address_local", "bip152_hb_from", "bip152_hb_to", "bytes_received", "bytes_received_per_message", "bytes_sent", "bytes_sent_per_message", "connection_time", "connection_type", "cpu_load", "id", "inbound", "inflight", "inv_to_send", "last_block", "last_inv_sequence", "last_received", "last_send", "last_transaction", "mapped_as", "minfeefilter", "minimum_ping", "network", "permissions", "ping_time", "ping_wait", "presynced_headers", "relay_transactions", "services", "services_names", "session_id", "starting_height", "subversion", "synced_blocks", "synced_headers", "time_offset", "transport_protocol_type", "version"]
    class BytesReceivedPerMessageEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    class BytesSentPerMessageEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    ABSENT_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_BIND_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_LOCAL_FIELD_NUMBER: _ClassVar[int]
    ADDR_PROCESSED_FIELD_NUMBER: _ClassVar[int]
    ADDR_RATE_LIMITED_FIELD_NUMBER: _ClassVar[int]
    ADDR_RELAY_ENABLED_FIELD_NUMBER: _ClassVar[int]
    BIP152_HB_FROM_FIELD_NUMBER: _ClassVar[int]
    BIP152_HB_TO_FIELD_NUMBER: _ClassVar[int]
    BYTES_RECEIVED_FIELD_NUMBER: _ClassVar[int]
    BYTES_RECEIVED_PER_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    BYTES_SENT_FIELD_NUMBER: _ClassVar[int]
    BYTES_SENT_PER_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    CONNECTION_TIME_FIELD_NUMBER: _ClassVar[int]
    CONNECTION_TYPE_FIELD_NUMBER: _ClassVar[int]
    CPU_LOAD_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    INBOUND_FIELD_NUMBER: _ClassVar[int]
    INFLIGHT_FIELD_NUMBER: _ClassVar[int]
    INV_TO_SEND_FIELD_NUMBER: _ClassVar[int]
    LAST_BLOCK_FIELD_NUMBER: _ClassVar[int]
    LAST_INV_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    LAST_RECEIVED_FIELD_NUMBER: _ClassVar[int]
    LAST_SEND_FIELD_NUMBER: _ClassVar[int]
    LAST_TRANSACTION_FIELD_NUMBER: _ClassVar[int]
    MAPPED_AS_FIELD_NUMBER: _ClassVar[int]
    MINFEEFILTER_FIELD_NUMBER: _ClassVar[int]
    MINIMUM_PING_FIELD_NUMBER: _ClassVar[int]
    NETWORK_FIELD_NUMBER: _ClassVar[int]
    PERMISSIONS_FIELD_NUMBER: _ClassVar[int]
    PING_TIME_FIELD_NUMBER: _ClassVar[int]
    PING_WAIT_FIELD_NUMBER: _ClassVar[int]
    PRESYNCED_HEADERS_FIELD_NUMBER: _ClassVar[int]
    RELAY_TRANSACTIONS_FIELD_NUMBER: _ClassVar[int]
    SERVICES_FIELD_NUMBER: _ClassVar[int]
    SERVICES_NAMES_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    STARTING_HEIGHT_FIELD_NUMBER: _ClassVar[int]
    SUBVERSION_FIELD_NUMBER: _ClassVar[int]
    SYNCED_BLOCKS_FIELD_NUMBER: _ClassVar[int]
    SYNCED_HEADERS_FIELD_NUMBER: _ClassVar[int]
    TIME_OFFSET_FIELD_NUMBER: _ClassVar[int]
    TRANSPORT_PROTOCOL_TYPE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    absent: _containers.RepeatedScalarFieldContainer[str]
    addr_processed: int
    addr_rate_limited: int
    addr_relay_enabled: bool
    address: str
    address_bind: str
    address_local: str
    bip152_hb_from: bool
    bip152_hb_to: bool
    bytes_received: int
    bytes_received_per_message: _containers.ScalarMap[str, int]
    bytes_sent: int
    bytes_sent_per_message: _containers.ScalarMap[str, int]
    connection_time: int
    connection_type: str
    cpu_load: float
    id: int
    inbound: bool
    inflight: _containers.RepeatedScalarFieldContainer[int]
    inv_to_send: int
    last_block: int
    last_inv_sequence: int
    last_received: int
    last_send: int
    last_transaction: int
    mapped_as: int
    minfeefilter: float
    minimum_ping: float
    network: str
    permissions: _containers.RepeatedScalarFieldContainer[str]
    ping_time: float
    ping_wait: float
    presynced_headers: int
    relay_transactions: bool
    services: str
    services_names: _containers.RepeatedScalarFieldContainer[str]
    session_id: str
    starting_height: int
    subversion: str
    synced_blocks: int
    synced_headers: int
    time_offset: int
    transport_protocol_type: str
    version: int
    def __init__(self, id: _Optional[int] = ..., address: _Optional[str] = ..., address_bind: _Optional[str] = ..., address_local: _Optional[str] = ..., network: _Optional[str] = ..., mapped_as: _Optional[int] = ..., services: _Optional[str] = ..., relay_transactions: bool = ..., last_send: _Optional[int] = ..., last_received: _Optional[int] = ..., last_transaction: _Optional[int] = ..., last_block: _Optional[int] = ..., bytes_sent: _Optional[int] = ..., bytes_received: _Optional[int] = ..., connection_time: _Optional[int] = ..., time_offset: _Optional[int] = ..., ping_time: _Optional[float] = ..., minimum_ping: _Optional[float] = ..., ping_wait: _Optional[float] = ..., version: _Optional[int] = ..., subversion: _Optional[str] = ..., inbound: bool = ..., bip152_hb_to: bool = ..., bip152_hb_from: bool = ..., starting_height: _Optional[int] = ..., synced_headers: _Optional[int] = ..., synced_blocks: _Optional[int] = ..., inflight: _Optional[_Iterable[int]] = ..., addr_relay_enabled: bool = ..., addr_processed: _Optional[int] = ..., addr_rate_limited: _Optional[int] = ..., permissions: _Optional[_Iterable[str]] = ..., minfeefilter: _Optional[float] = ..., bytes_sent_per_message: _Optional[_Mapping[str, int]] = ..., bytes_received_per_message: _Optional[_Mapping[str, int]] = ..., connection_type: _Optional[str] = ..., transport_protocol_type: _Optional[str] = ..., inv_to_send: _Optional[int] = ..., cpu_load: _Optional[float] = ..., services_names: _Optional[_Iterable[str]] = ..., last_inv_sequence: _Optional[int] = ..., presynced_headers: _Optional[int] = ..., session_id: _Optional[str] = ..., absent: _Optional[_Iterable[str]] = ...) -> None: ...

class PeerInfos(_message.Message):
    __slots__ = ["infos"]
    INFOS_FIELD_NUMBER: _ClassVar[int]
    infos: _containers.RepeatedCompositeFieldContainer[PeerInfo]
    def __init__(self, infos: _Optional[_Iterable[_Union[PeerInfo, _Mapping]]] = ...) -> None: ...

class RawAnswer(_message.Message):
    __slots__ = ["json", "method"]
    JSON_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    json: str
    method: str
    def __init__(self, method: _Optional[str] = ..., json: _Optional[str] = ...) -> None: ...

class UploadTarget(_message.Message):
    __slots__ = ["absent", "bytes_left_in_cycle", "serve_historical_blocks", "target", "target_reached", "time_left_in_cycle", "timeframe"]
    ABSENT_FIELD_NUMBER: _ClassVar[int]
    BYTES_LEFT_IN_CYCLE_FIELD_NUMBER: _ClassVar[int]
    SERVE_HISTORICAL_BLOCKS_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    TARGET_REACHED_FIELD_NUMBER: _ClassVar[int]
    TIMEFRAME_FIELD_NUMBER: _ClassVar[int]
    TIME_LEFT_IN_CYCLE_FIELD_NUMBER: _ClassVar[int]
    absent: _containers.RepeatedScalarFieldContainer[str]
    bytes_left_in_cycle: int
    serve_historical_blocks: bool
    target: int
    target_reached: bool
    time_left_in_cycle: int
    timeframe: int
    def __init__(self, timeframe: _Optional[int] = ..., target: _Optional[int] = ..., target_reached: bool = ..., serve_historical_blocks: bool = ..., bytes_left_in_cycle: _Optional[int] = ..., time_left_in_cycle: _Optional[int] = ..., absent: _Optional[_Iterable[str]] = ...) -> None: ...

class ZMQNotification(_message.Message):
    __slots__ = ["address", "high_water_mark", "type"]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    HIGH_WATER_MARK_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    address: str
    high_water_mark: int
    type: str
    def __init__(self, type: _Optional[str] = ..., address: _Optional[str] = ..., high_water_mark: _Optional[int] = ...) -> None: ...

class ZMQNotifications(_message.Message):
    __slots__ = ["notifications"]
    NOTIFICATIONS_FIELD_NUMBER: _ClassVar[int]
    notifications: _containers.RepeatedCompositeFieldContainer[ZMQNotification]
    def __init__(self, notifications: _Optional[_Iterable[_Union[ZMQNotification, _Mapping]]] = ...) -> None: ...

class rpc(_message.Message):
    __slots__ = ["addrman", "addrman_info", "banned_list", "blockchain_info", "chain_tips", "chain_tx_stats", "deployment_info", "estimate_smart_fee", "index_info", "memory_info", "mempool_info", "mining_info", "net_totals", "network_info", "orphan_txs", "peer_infos", "raw_answer", "uptime", "zmq_notifications"]
    ADDRMAN_FIELD_NUMBER: _ClassVar[int]
    ADDRMAN_INFO_FIELD_NUMBER: _ClassVar[int]
    BANNED_LIST_FIELD_NUMBER: _ClassVar[int]
    BLOCKCHAIN_INFO_FIELD_NUMBER: _ClassVar[int]
    CHAIN_TIPS_FIELD_NUMBER: _ClassVar[int]
    CHAIN_TX_STATS_FIELD_NUMBER: _ClassVar[int]
    DEPLOYMENT_INFO_FIELD_NUMBER: _ClassVar[int]
    ESTIMATE_SMART_FEE_FIELD_NUMBER: _ClassVar[int]
    INDEX_INFO_FIELD_NUMBER: _ClassVar[int]
    MEMORY_INFO_FIELD_NUMBER: _ClassVar[int]
    MEMPOOL_INFO_FIELD_NUMBER: _ClassVar[int]
    MINING_INFO_FIELD_NUMBER: _ClassVar[int]
    NETWORK_INFO_FIELD_NUMBER: _ClassVar[int]
    NET_TOTALS_FIELD_NUMBER: _ClassVar[int]
    ORPHAN_TXS_FIELD_NUMBER: _ClassVar[int]
    PEER_INFOS_FIELD_NUMBER: _ClassVar[int]
    RAW_ANSWER_FIELD_NUMBER: _ClassVar[int]
    UPTIME_FIELD_NUMBER: _ClassVar[int]
    ZMQ_NOTIFICATIONS_FIELD_NUMBER: _ClassVar[int]
    addrman: Addrman
    addrman_info: AddrManInfo
    banned_list: BannedList
    blockchain_info: BlockchainInfo
    chain_tips: ChainTips
    chain_tx_stats: ChainTxStats
    deployment_info: DeploymentInfo
    estimate_smart_fee: EstimateSmartFee
    index_info: IndexInfo
    memory_info: MemoryInfo
    mempool_info: MempoolInfo
    mining_info: MiningInfo
    net_totals: NetTotals
    network_info: NetworkInfo
    orphan_txs: OrphanTxs
    peer_infos: PeerInfos
    raw_answer: RawAnswer
    uptime: int
    zmq_notifications: ZMQNotifications
    def __init__(self, peer_infos: _Optional[_Union[PeerInfos, _Mapping]] = ..., mempool_info: _Optional[_Union[MempoolInfo, _Mapping]] = ..., uptime: _Optional[int] = ..., net_totals: _Optional[_Union[NetTotals, _Mapping]] = ..., memory_info: _Optional[_Union[MemoryInfo, _Mapping]] = ..., addrman_info: _Optional[_Union[AddrManInfo, _Mapping]] = ..., chain_tx_stats: _Optional[_Union[ChainTxStats, _Mapping]] = ..., network_info: _Optional[_Union[NetworkInfo, _Mapping]] = ..., blockchain_info: _Optional[_Union[BlockchainInfo, _Mapping]] = ..., orphan_txs: _Optional[_Union[OrphanTxs, _Mapping]] = ..., addrman: _Optional[_Union[Addrman, _Mapping]] = ..., estimate_smart_fee: _Optional[_Union[EstimateSmartFee, _Mapping]] = ..., chain_tips: _Optional[_Union[ChainTips, _Mapping]] = ..., index_info: _Optional[_Union[IndexInfo, _Mapping]] = ..., zmq_notifications: _Optional[_Union[ZMQNotifications, _Mapping]] = ..., banned_list: _Optional[_Union[BannedList, _Mapping]] = ..., deployment_info: _Optional[_Union[DeploymentInfo, _Mapping]] = ..., mining_info: _Optional[_Union[MiningInfo, _Mapping]] = ..., raw_answer: _Optional[_Union[RawAnswer, _Mapping]] = ...) -> None: ...

class FeeEstimateMode(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
