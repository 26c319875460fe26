"""Two vector instructions that Numba cannot write by itself: sixteen topics at a time.

Sums over topics are added lane by lane in a fixed order, so that the same numbers
come out on processors with wider or narrower vectors.
"""

from __future__ import annotations

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

LANES = 16
"""Topics in one vector; tables are padded to a multiple of it with topics of probability 0."""

_INT = ir.IntType(32)
_INTS = ir.VectorType(_INT, LANES)
_FLOATS = ir.VectorType(ir.FloatType(), LANES)
_COUNTING = ir.Constant(_INTS, list(range(LANES)))
_ZEROS = ir.Constant(_FLOATS, [0.0] * LANES)


@intrinsic
def cumulate(typing, weight, counts, prior, topic, own, cumulated, ends):
    """Fill `cumulated` with running sums of ``weight * (counts + prior)`` over blocks of lanes, and `ends`.

    ``cumulated[16 b + l]`` is the sum over blocks 0..b of lane l, with the term of `topic` replaced by
    `own`; ``ends[1 + l]`` is the sum of the lanes 0..l over all blocks.  ``ends[0]`` is left alone.
    All arrays are contiguous: float32 `weight`, `cumulated`, `ends`; int32 or float32 `counts`.
    """
    signature = types.void(weight, counts, prior, topic, own, cumulated, ends)

    def codegen(context, builder, signature, args):
        arrays = {i: context.make_array(signature.args[i])(context, builder, args[i]) for i in (0, 1, 5, 6)}
        whole = isinstance(context.get_value_type(signature.args[1].dtype), ir.IntType)
        weights, sums = (builder.bitcast(arrays[i].data, _FLOATS.as_pointer()) for i in (0, 5))
        rows = builder.bitcast(arrays[1].data, (_INTS if whole else _FLOATS).as_pointer())
        prior, own = (_everywhere(builder, args[i], _FLOATS) for i in (2, 4))
        place = builder.sub(_everywhere(builder, builder.trunc(args[3], _INT), _INTS), _COUNTING)
        size = builder.extract_value(arrays[0].shape, 0)
        total = cgutils.alloca_once_value(builder, _ZEROS)
        with cgutils.for_range(builder, builder.udiv(size, ir.Constant(size.type, LANES))) as loop:
            count = builder.load(builder.gep(rows, [loop.index]), align=4)
            count = builder.sitofp(count, _FLOATS) if whole else count
            value = builder.fmul(builder.load(builder.gep(weights, [loop.index]), align=4), builder.fadd(count, prior))
            start = builder.trunc(builder.mul(loop.index, ir.Constant(loop.index.type, LANES)), _INT)
            here = builder.icmp_signed("==", place, _everywhere(builder, start, _INTS))
            value = builder.fadd(builder.load(total), builder.select(here, own, value))
            builder.store(value, total)
            builder.store(value, builder.gep(sums, [loop.index]), align=4)
        value = builder.load(total)
        for step in (1, 2, 4, 8):
            moved = [lane - step if lane >= step else LANES for lane in range(LANES)]
            value = builder.fadd(value, builder.shuffle_vector(value, _ZEROS, ir.Constant(_INTS, moved)))
        first = builder.gep(arrays[6].data, [ir.Constant(_INT, 1)])
        builder.store(value, builder.bitcast(first, _FLOATS.as_pointer()), align=4)
        return context.get_dummy_value()

    return signature, codegen


@intrinsic
def put(typing, values, place, value):
    """Set ``values[place] = value`` by writing its whole vector, so that a later read of it need not wait."""
    signature = types.void(values, place, value)

    def codegen(context, builder, signature, args):
        array = context.make_array(signature.args[0])(context, builder, args[0])
        blocks = builder.bitcast(array.data, _FLOATS.as_pointer())
        width = ir.Constant(args[1].type, LANES)
        block = builder.gep(blocks, [builder.udiv(args[1], width)])
        lane = builder.trunc(builder.urem(args[1], width), _INT)
        here = builder.icmp_signed("==", _everywhere(builder, lane, _INTS), _COUNTING)
        new = builder.select(here, _everywhere(builder, args[2], _FLOATS), builder.load(block, align=4))
        builder.store(new, block, align=4)
        return context.get_dummy_value()

    return signature, codegen


def _everywhere(builder, value, vector):
    """Return a vector with `value` in every lane."""
    nothing = ir.Constant(vector, ir.Undefined)
    first = builder.insert_element(nothing, value, ir.Constant(_INT, 0))
    return builder.shuffle_vector(first, nothing, ir.Constant(_INTS, [0] * LANES))
