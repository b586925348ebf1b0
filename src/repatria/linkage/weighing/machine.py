"""What the machine does in one instruction and Numba has no word for: bits counted, memory fetched before it is wanted.

Invariant: both are for compiled functions only.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

_FOR_READING, _TO_STAY, _DATA = 0, 3, 1  # what LLVM's prefetch is told


def _set_bits(_: Any, x: Any) -> Any:  # noqa: ARG001 - Numba asks for the argument's name
    """How many bits of a uint32 are set."""

    def written(_: Any, builder: Any, __: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.uint32(types.uint32), written


def _fetch(_: Any, array: Any, row: Any) -> Any:  # noqa: ARG001 - likewise
    """Has the first line of memory of a row of an array of two dimensions fetched, and does not wait for it."""

    def written(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        held = context.make_array(signature.args[0])(context, builder, arguments[0])
        stride = builder.extract_value(held.strides, 0)
        place = builder.gep(builder.bitcast(held.data, cgutils.voidptr_t), [builder.mul(arguments[1], stride)])
        word = ir.IntType(32)
        told = ir.FunctionType(ir.VoidType(), [place.type, word, word, word])
        prefetch: Any = cgutils.get_or_insert_function
        builder.call(
            prefetch(builder.module, told, "llvm.prefetch"), [place, word(_FOR_READING), word(_TO_STAY), word(_DATA)]
        )
        return context.get_dummy_value()

    return types.void(array, types.intp), written


set_bits: Any = intrinsic(_set_bits)
fetch: Any = intrinsic(_fetch)
