"""The client a brand's server holds: verbs that say what happened, accepted at once and sent in the background."""

import atexit
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self, Unpack

from siyu.client.contract import (
    BATCH_EVENTS_MAX,
    ClientClosed,
    Envelope,
    EventInvalid,
    Failure,
    Forked,
    NotDelivered,
    Result,
)
from siyu.client.envelope import line, made, named
from siyu.client.queue import Memory, Queue, Store
from siyu.client.sender import Listeners, Sender, Transport
from siyu.client.spool import Spool
from siyu.client.transport import HttpTransport
from siyu.client.world import World

Said = Mapping[str, Any]
MEMORY_BYTES_MAX = 64_000_000
SPOOL_BYTES_MAX = 1_000_000_000


class Client:
    """Sends events to one house with one key. Every verb returns the messageId, and raises ClientError instead when
    the event cannot be accepted: with a spool, an accepted event is on disk.

    spool             a file that keeps events until the server has them, also when this process is killed
    batch_max         events sent together at most (100)
    interval_seconds  how long the first event of a batch waits for others
    queue_bytes_max   how much may wait: 64 MB in memory, 1 GB in a spool
    full_wait_seconds how long a verb waits for room when the queue is full, before it raises QueueFull
    on_result         hears the server's Result for each event
    on_error          hears each Failure: an event that will not be sent any more
    """

    def __init__(  # noqa: PLR0913  (the options of a client are its documentation)
        self,
        host: str,
        key: str,
        *,
        spool: str | os.PathLike[str] | None = None,
        batch_max: int = BATCH_EVENTS_MAX,
        interval_seconds: float = 1.0,
        queue_bytes_max: int | None = None,
        full_wait_seconds: float = 5.0,
        timeout_seconds: float = 10.0,
        on_result: Callable[[Result], None] | None = None,
        on_error: Callable[[Failure], None] | None = None,
        transport: Transport | None = None,
        world: World | None = None,
    ) -> None:
        self._world = world or World()
        sending = transport or HttpTransport(host, key, timeout_seconds=timeout_seconds)
        store: Store = Memory() if spool is None else Spool(Path(spool))
        bytes_max = queue_bytes_max or (MEMORY_BYTES_MAX if spool is None else SPOOL_BYTES_MAX)
        self._queue = Queue(store, bytes_max=bytes_max, batch_max=max(1, min(batch_max, BATCH_EVENTS_MAX)))
        self._full_wait_seconds = full_wait_seconds
        self._process, self._is_closed = os.getpid(), False
        listeners = Listeners(on_result, on_error)
        self._sender = Sender(self._queue, sending, listeners, self._world, linger_seconds=interval_seconds)
        atexit.register(self.close)

    def track(self, event: str, properties: Said | None = None, **envelope: Unpack[Envelope]) -> str:
        """Somebody did something: `client.track("product_viewed", {"sku": "T1"}, user_id="M1")`."""
        return self._say("track", {"event": named(event, "event"), "properties": properties or {}}, envelope)

    def page(self, name: str = "", properties: Said | None = None, **envelope: Unpack[Envelope]) -> str:
        """Somebody looked at a page."""
        return self._say("page", {"name": name or None, "properties": properties or {}}, envelope)

    def screen(self, name: str = "", properties: Said | None = None, **envelope: Unpack[Envelope]) -> str:
        """Somebody looked at a screen of an app or mini-program."""
        return self._say("screen", {"name": name or None, "properties": properties or {}}, envelope)

    def identify(self, traits: Said | None = None, **envelope: Unpack[Envelope]) -> str:
        """Say who somebody is: user_id, anonymous_id and identities given together are of one person."""
        return self._say("identify", {"traits": traits or {}}, envelope)

    def group(self, group_id: str, traits: Said | None = None, **envelope: Unpack[Envelope]) -> str:
        """Somebody belongs to a store, a WeCom group, a family."""
        return self._say("group", {"groupId": named(group_id, "group_id"), "traits": traits or {}}, envelope)

    def alias(self, previous_id: str, **envelope: Unpack[Envelope]) -> str:
        """Somebody known by an older anonymous id is `user_id` now."""
        return self._say("alias", {"previousId": named(previous_id, "previous_id")}, envelope)

    def bind(self, **envelope: Unpack[Envelope]) -> str:
        """These `identities` are of this person."""
        return self._say("bind", {}, _with_identities(envelope))

    def unbind(self, **envelope: Unpack[Envelope]) -> str:
        """These `identities` are not of this person any more; needs a secret key."""
        return self._say("unbind", {}, _with_identities(envelope))

    def profile_set(self, traits: Said, **envelope: Unpack[Envelope]) -> str:
        """What we know of somebody, replacing what we knew."""
        return self._profile("set", traits, envelope)

    def profile_set_once(self, traits: Said, **envelope: Unpack[Envelope]) -> str:
        """What we know of somebody, where nothing was known yet."""
        return self._profile("set_once", traits, envelope)

    def profile_increment(self, traits: Mapping[str, float], **envelope: Unpack[Envelope]) -> str:
        """Add to numbers."""
        return self._profile("increment", traits, envelope)

    def profile_append(self, traits: Said, **envelope: Unpack[Envelope]) -> str:
        """Add to lists."""
        return self._profile("append", traits, envelope)

    def profile_unset(self, names: Iterable[str], **envelope: Unpack[Envelope]) -> str:
        """Forget these traits."""
        return self._profile("unset", dict.fromkeys(names), envelope)

    def profile_delete(self, **envelope: Unpack[Envelope]) -> str:
        """Forget every trait."""
        return self._profile("delete", {}, envelope)

    def item_set(self, item_type: str, item_id: str, properties: Said, **envelope: Unpack[Envelope]) -> str:
        """A row of a dictionary, such as `sku`, `coupon`, `staff`; needs a secret key."""
        return self._say("item_set", {**_item(item_type, item_id), "properties": properties}, envelope)

    def item_delete(self, item_type: str, item_id: str, **envelope: Unpack[Envelope]) -> str:
        """The row is gone; needs a secret key."""
        return self._say("item_delete", _item(item_type, item_id), envelope)

    def flush(self, *, seconds_max: float = 30.0) -> bool:
        """Send what was accepted so far without delay; whether the server has answered for all of it in that time."""
        return self._queue.rush(seconds_max=seconds_max)

    def close(self, *, seconds_max: float = 10.0) -> int:
        """Send what is left, for so long, and end. How many events were not sent: those in a spool go out after the
        next start, those in memory are told to `on_error`. Called at the end of the program, if you do not."""
        if self._is_closed or self._process != os.getpid():
            return 0
        self._is_closed = True
        atexit.unregister(self.close)
        self._sender.stop(seconds_max=seconds_max)
        left, lost = self._queue.close()
        self._sender.tell_failed(lost, NotDelivered())
        return left

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _profile(self, verb: str, traits: Said, envelope: Envelope) -> str:
        return self._say("profile", {"verb": verb, "traits": traits}, envelope)

    def _say(self, kind: str, said: Said, envelope: Envelope) -> str:
        if self._process != os.getpid():
            raise Forked
        if self._is_closed:
            raise ClientClosed
        if self._sender.refused:
            raise self._sender.refused
        whole = made(kind, said, envelope, self._world)
        self._queue.put(line(whole), wait_seconds=self._full_wait_seconds)
        return str(whole["messageId"])


def _with_identities(envelope: Envelope) -> Envelope:
    if not envelope.get("identities"):
        raise EventInvalid(problem="say which identities")
    return envelope


def _item(item_type: str, item_id: str) -> Said:
    return {"itemType": named(item_type, "item_type"), "itemId": named(item_id, "item_id")}
