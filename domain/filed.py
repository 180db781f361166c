"""Filed: values under keys, of which a changed copy shares all that did not change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from typing import Generic, TypeVar

DRAWERS = 1_024
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Filed(Generic[Key, Value]):
    """Any number of values under each key, in the order in which they came.

    Where more than `most` values stand under a key it is full: they are not kept any more.
    """

    def __init__(self, most: int | None = None) -> None:
        """Make an empty one."""
        self._drawers: tuple[dict[Key, tuple[Value, ...] | None], ...] = ({},) * DRAWERS
        self._most = most

    def at(self, key: Key) -> tuple[Value, ...]:
        """Give what stands under a key: nothing if that is nothing, or too much to be kept."""
        return self.filed(key) or ()

    def filed(self, key: Key) -> tuple[Value, ...] | None:
        """Give what stands under a key, () if nothing does; None if it is full."""
        return self._drawers[hash(key) % DRAWERS].get(key, ())

    def __iter__(self) -> Iterator[Key]:
        """Walk over all keys."""
        for drawer in self._drawers:
            yield from drawer

    def changed(
        self, gone: Iterable[tuple[Key, Value]], come: Iterable[tuple[Key, Value]]
    ) -> Filed[Key, Value]:
        """Take values out and then put values in; what is not there cannot go."""
        went, came = _grouped(gone), _grouped(come)
        drawers, opened = list(self._drawers), set[int]()
        for key in {**went, **came}:
            number = hash(key) % DRAWERS
            if number not in opened:
                opened.add(number)
                drawers[number] = dict(drawers[number])
            self._file(drawers[number], key, went.get(key, ()), came.get(key, ()))
        new: Filed[Key, Value] = Filed(self._most)
        new._drawers = tuple(drawers)
        return new

    def _file(
        self,
        drawer: dict[Key, tuple[Value, ...] | None],
        key: Key,
        went: Iterable[Value],
        came: Iterable[Value],
    ) -> None:
        before = drawer.get(key, ())
        if before is None:
            return
        left = list(before)
        for value in went:
            if value in left:
                left.remove(value)
        left.extend(came)
        if not left:
            drawer.pop(key, None)
        else:
            full = self._most is not None and len(left) > self._most
            drawer[key] = None if full else tuple(left)


def _grouped(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, list[Value]]:
    found: dict[Key, list[Value]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
