"""Large bodies, written to disk piece by piece as they come in."""

from pathlib import Path

from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from siyu.kernel.errors import Invalid


class FileTooLarge(Invalid):
    code = "file_too_large"
    zh = "文件超过上限 {bytes_max} 字节"
    en = "The file is larger than the limit of {bytes_max} bytes"


async def receive(request: Request, path: Path, *, bytes_max: int) -> None:
    """Write the body to `path`, readable by us alone; nothing is left there when it is too large or breaks off."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    try:
        received = 0
        with path.open("wb") as file:
            async for piece in request.stream():
                received += len(piece)
                if received > bytes_max:
                    raise FileTooLarge(bytes_max=bytes_max)
                await run_in_threadpool(file.write, piece)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
