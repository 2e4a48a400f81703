from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ProcessSample(_message.Message):
    __slots__ = ["cpu_time", "open_files", "open_files_limit", "peak_resident_bytes", "pid", "resident_bytes", "start_time", "thread_count", "threads"]
    CPU_TIME_FIELD_NUMBER: _ClassVar[int]
    OPEN_FILES_FIELD_NUMBER: _ClassVar[int]
    OPEN_FILES_LIMIT_FIELD_NUMBER: _ClassVar[int]
    PEAK_RESIDENT_BYTES_FIELD_NUMBER: _ClassVar[int]
    PID_FIELD_NUMBER: _ClassVar[int]
    RESIDENT_BYTES_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    THREADS_FIELD_NUMBER: _ClassVar[int]
    THREAD_COUNT_FIELD_NUMBER: _ClassVar[int]
    cpu_time: int
    open_files: int
    open_files_limit: int
    peak_resident_bytes: int
    pid: int
    resident_bytes: int
    start_time: int
    thread_count: int
    threads: _containers.RepeatedCompositeFieldContainer[ThreadSample]
    def __init__(self, pid: _Optional[int] = ..., start_time: _Optional[int] = ..., cpu_time: _Optional[int] = ..., resident_bytes: _Optional[int] = ..., peak_resident_bytes: _Optional[int] = ..., open_files: _Optional[int] = ..., open_files_limit: _Optional[int] = ..., thread_count: _Optional[int] = ..., threads: _Optional[_Iterable[_Union[ThreadSample, _Mapping]]] = ...) -> None: ...

class ThreadSample(_message.Message):
    __slots__ = ["cpu_time", "name", "tid", "wait_time"]
    CPU_TIME_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    TID_FIELD_NUMBER: _ClassVar[int]
    WAIT_TIME_FIELD_NUMBER: _ClassVar[int]
    cpu_time: int
    name: str
    tid: int
    wait_time: int
    def __init__(self, tid: _Optional[int] = ..., name: _Optional[str] = ..., cpu_time: _Optional[int] = ..., wait_time: _Optional[int] = ...) -> None: ...
