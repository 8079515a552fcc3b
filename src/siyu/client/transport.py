"""One connection to the server, kept open between batches."""

import gzip
import http.client
from urllib.parse import urlsplit

from siyu.client.answers import Answer
from siyu.client.contract import HostInvalid, KeyInvalid

ANSWER_BYTES_MAX = 4_000_000
_PATH = "/v1/batch"


class HttpTransport:
    """Posts bodies packed with gzip; whatever happens to them on the way is an Answer, never an exception."""

    def __init__(self, host: str, key: str, *, timeout_seconds: float) -> None:
        if not key or not key.isascii() or not key.isprintable() or " " in key:
            raise KeyInvalid
        self._is_secure, self._netloc, self._path = _address(host)
        self._timeout_seconds = timeout_seconds
        self._headers = {
            "Authorization": f"Bearer {key}",
            "Content-Type": "application/json",
            "Content-Encoding": "gzip",
            "User-Agent": "siyu-python",
        }
        self._connection: http.client.HTTPConnection | None = None

    def post(self, body: bytes) -> Answer:
        packed = gzip.compress(body, compresslevel=5, mtime=0)
        was_open = self._connection is not None
        try:
            return self._send(packed)
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.close()
            if not was_open or isinstance(error, TimeoutError):
                return Answer(0, None, repr(error).encode())
        try:  # the server may have closed an idle connection just when we used it: that is no outage
            return self._send(packed)
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.close()
            return Answer(0, None, repr(error).encode())

    def close(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None

    def _send(self, packed: bytes) -> Answer:
        if self._connection is None:
            kind = http.client.HTTPSConnection if self._is_secure else http.client.HTTPConnection
            self._connection = kind(self._netloc, timeout=self._timeout_seconds)
        self._connection.request("POST", self._path, body=packed, headers=self._headers)
        response = self._connection.getresponse()
        body = response.read(ANSWER_BYTES_MAX)
        if response.will_close or not response.isclosed():
            self.close()
        return Answer(response.status, response.getheader("Retry-After"), body)


def _address(host: str) -> tuple[bool, str, str]:
    """Whether it is HTTPS, the name with the port, and the path; raises HostInvalid."""
    try:
        parts = urlsplit(host)
        is_whole = bool(parts.hostname) and parts.port != 0 and parts.scheme in ("http", "https")
    except ValueError:
        raise HostInvalid(host=host) from None
    if not is_whole or "@" in parts.netloc or parts.query or parts.fragment:
        raise HostInvalid(host=host)
    return parts.scheme == "https", parts.netloc, parts.path.rstrip("/") + _PATH
