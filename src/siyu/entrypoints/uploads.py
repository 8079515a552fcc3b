"""Large bodies, written to disk piece by piece as they come in."""

import os
from pathlib import Path
from typing import BinaryIO

from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from siyu.kernel.errors import Invalid


class FileTooLarge(Invalid):
    code = "file_too_large"
    zh = "文件超过上限 {bytes_max} 字节"
    en = "The file is larger than the limit of {bytes_max} bytes"


async def receive(request: Request, path: Path, *, bytes_max: int) -> None:
    """Write the body to `path`, readable by us alone; nothing is left there when it is too large or breaks off."""
    file = await run_in_threadpool(_open_privately, path)
    try:
        await _copy(request, file, bytes_max)
    except BaseException:
        file.close()
        await run_in_threadpool(path.unlink)
        raise
    await run_in_threadpool(file.close)


async def _copy(request: Request, file: BinaryIO, bytes_max: int) -> None:
    received = 0
    async for piece in request.stream():
        received += len(piece)
        if received > bytes_max:
            raise FileTooLarge(bytes_max=bytes_max)
        await run_in_threadpool(file.write, piece)


def _open_privately(path: Path) -> BinaryIO:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
