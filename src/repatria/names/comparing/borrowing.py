"""Arrays that loops use without counting who holds them.

The compiler counts an array's holders whenever one function hands it to another, by an operation that locks memory: where
words are compared letter by letter that was a third of the time (measured, Numba 0.68).
"""

from __future__ import annotations

from typing import Any

from numba.extending import intrinsic


def _uncounted(_typing: Any, array: Any) -> Any:
    def made(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        found = context.make_array(signature.return_type)(context, builder, args[0])
        for holder in ("meminfo", "parent"):
            setattr(found, holder, getattr(found, holder).type(None))
        return found._getvalue()  # noqa: SLF001 - that is what makers of intrinsics call

    return array(array), made


borrowed: Any = intrinsic(_uncounted)
"""Returns an array as it is, but uncounted: whoever called the compiled function has to hold it until that returns.

So it is for arguments only, never for an array that the compiled function made.
"""
