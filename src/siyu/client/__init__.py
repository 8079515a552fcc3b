"""
Client: what a brand's own servers use to send events; the standard library and nothing else of the house.

Words     an event is an envelope with a messageId; the queue holds accepted events until the server has answered for
          each; the spool is that queue in a file, which outlives the process.
Way in    Client. Its verbs return as soon as an event is accepted; one thread sends in the background.
"""

from siyu.client.client import Client
from siyu.client.contract import (
    ClientClosed,
    ClientError,
    EventInvalid,
    EventTooLarge,
    Failure,
    Forked,
    HostInvalid,
    KeyInvalid,
    NotDelivered,
    QueueFull,
    Refused,
    Result,
    SpoolFailed,
    SpoolLocked,
)

__all__ = [
    "Client",
    "ClientClosed",
    "ClientError",
    "EventInvalid",
    "EventTooLarge",
    "Failure",
    "Forked",
    "HostInvalid",
    "KeyInvalid",
    "NotDelivered",
    "QueueFull",
    "Refused",
    "Result",
    "SpoolFailed",
    "SpoolLocked",
]
