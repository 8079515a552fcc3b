"""What a caller gets to know of an event it handed over, and everything that can go wrong with one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Literal, TypedDict

EVENT_BYTES_MAX = 32_000
BATCH_BYTES_MAX = 400_000
BATCH_EVENTS_MAX = 100

Json = dict[str, Any]
Status = Literal["kept", "duplicate", "dropped", "quarantined"]


class Envelope(TypedDict, total=False):
    """What every event may carry: who it is about, when it happened (now), and around what.

    `timestamp` is a moment with its zone, or ISO text. `message_id` tells a retry of yours from a second event.
    """

    user_id: str
    anonymous_id: str
    identities: Mapping[str, str]
    timestamp: datetime | str
    context: Mapping[str, Any]
    message_id: str


@dataclass(frozen=True, slots=True)
class Result:
    """The server's answer for one event; the rest says why, where it was not kept."""

    message_id: str
    status: Status
    code: str
    message: str
    detail: str


class ClientError(Exception):
    """
    ClientError
    ├── HostInvalid      the address given to Client is none
    ├── KeyInvalid       the key given to Client cannot be one
    ├── EventInvalid     an event says nothing, or nobody, or what JSON cannot hold
    ├── EventTooLarge    an event of more than 32 KB
    ├── QueueFull        the server has been away for longer than the queue is large
    ├── ClientClosed     the client was closed
    ├── Forked           the client was made in another process
    ├── SpoolLocked      another process, or another client, uses the spool file
    ├── SpoolFailed      the spool file cannot be written
    ├── Refused          the server does not take what we send, and never will
    └── NotDelivered     what was still waiting when a client without a spool was closed
    """

    code: ClassVar[str] = "client_error"
    zh: ClassVar[str] = ""
    en: ClassVar[str] = ""

    def __init__(self, **facts: object) -> None:
        super().__init__(f"{self.code}: {self.en.format(**facts)} / {self.zh.format(**facts)}")
        self.facts = facts


class HostInvalid(ClientError):
    code = "host_invalid"
    zh = "服务地址应形如 https://siyu.example.com，收到的是 {host}"
    en = "The host must look like https://siyu.example.com, not like {host}"


class KeyInvalid(ClientError):
    code = "key_invalid"
    zh = "密钥为空或含有不可见字符"
    en = "The key is empty or holds characters no key has"


class EventInvalid(ClientError):
    code = "event_invalid"
    zh = "事件有误：{problem}"
    en = "The event cannot be sent: {problem}"


class EventTooLarge(EventInvalid):
    code = "event_too_large"
    zh = "事件有 {bytes} 字节，最多 {limit}"
    en = "The event has {bytes} bytes; {limit} at most"


class QueueFull(ClientError):
    code = "queue_full"
    zh = "待发送的事件已有 {bytes} 字节，等待 {seconds} 秒后仍无空位，事件未接收"
    en = "{bytes} bytes of events wait to be sent and no room came within {seconds} s; the event was not accepted"


class ClientClosed(ClientError):
    code = "client_closed"
    zh = "客户端已关闭，事件未接收"
    en = "The client is closed; the event was not accepted"


class Forked(ClientError):
    code = "forked"
    zh = "客户端是在另一个进程里创建的；请在 fork 之后再创建"
    en = "The client was made in another process; make it after the fork"


class SpoolLocked(ClientError):
    code = "spool_locked"
    zh = "缓存文件 {path} 正被另一个进程使用；每个进程请用自己的文件"
    en = "The spool {path} is in use by another process; give each process a file of its own"


class SpoolFailed(ClientError):
    code = "spool_failed"
    zh = "缓存文件 {path} 无法写入（{problem}），事件未接收"
    en = "The spool {path} cannot be written ({problem}); the event was not accepted"


class Refused(ClientError):
    """`status` is HTTP's. For one event it is told to `on_error`; for the key or the address, every verb raises it."""

    code = "refused"
    zh = "服务器拒绝接收（{status}）：{problem}"
    en = "The server refuses ({status}): {problem}"


class NotDelivered(ClientError):
    code = "not_delivered"
    zh = "关闭时仍未送达"
    en = "Not delivered when the client was closed"


@dataclass(frozen=True, slots=True)
class Failure:
    """An event that will not be sent any more, whole, and why."""

    event: Json
    error: ClientError
