"""Which ids were taken in the last 48 hours, exactly, in sixteen bytes each."""

from typing import Any, Final

import numpy as np

KEPT_HOURS: Final = 48
_SLICE_MS: Final = 4 * 3_600_000
_KEPT_MS: Final = KEPT_HOURS * 3_600_000
Ids = np.ndarray[Any, Any]
"""Shape (n, 2), uint64: the high and the low half of n UUIDs."""


class RecentIds:
    """Runs of ids sorted by their folded halves, in slices of four hours that are forgotten whole.

    Runs of like size are merged, so n ids lie in about log n runs and each id moves about log n times.
    """

    def __init__(self) -> None:
        self._slices: dict[int, list[tuple[Ids, Ids]]] = {}

    def taken(self, ids: Ids) -> np.ndarray[Any, Any]:
        """For each id, whether it was added: shape (n,), bool."""
        found = np.zeros(len(ids), bool)
        folds = _folds(ids)
        for runs in self._slices.values():
            for run in runs:
                found |= _held(run, folds, ids)
        return found

    def add(self, ids: Ids, *, at_ms: int) -> None:
        runs = self._slices.setdefault(at_ms // _SLICE_MS, [])
        runs.append(_run(ids))
        while len(runs) > 1 and len(runs[-2][0]) <= 2 * len(runs[-1][0]):
            merged = np.concatenate([runs.pop()[1], runs.pop()[1]])
            runs.append(_run(merged))

    def forget(self, *, now_ms: int) -> None:
        """Drop the slices that ended more than 48 hours ago."""
        oldest = (now_ms - _KEPT_MS) // _SLICE_MS
        self._slices = {number: runs for number, runs in self._slices.items() if number >= oldest}

    def __len__(self) -> int:
        return sum(len(run[0]) for runs in self._slices.values() for run in runs)


def packed(ids: list[bytes]) -> Ids:
    """UUIDs' sixteen bytes each, as RecentIds takes them."""
    return unpacked(b"".join(ids))


def unpacked(joined: bytes) -> Ids:
    return np.frombuffer(joined, ">u8").astype(np.uint64).reshape(-1, 2)


def _run(ids: Ids) -> tuple[Ids, Ids]:
    folds = _folds(ids)
    order = np.argsort(folds, kind="stable")
    return folds[order], ids[order]


def _folds(ids: Ids) -> Ids:
    folds: Ids = ids[:, 0] ^ ids[:, 1]
    return folds


def _held(run: tuple[Ids, Ids], folds: Ids, ids: Ids) -> np.ndarray[Any, Any]:
    sorted_folds, sorted_ids = run
    first = np.searchsorted(sorted_folds, folds, "left")
    last = np.searchsorted(sorted_folds, folds, "right")
    found = np.zeros(len(ids), bool)
    for place in np.flatnonzero(last > first):  # rarely any: only true duplicates, and ids made to collide
        found[place] = (sorted_ids[first[place] : last[place]] == ids[place]).all(axis=1).any()
    return found
