"""Pairs that another program makes, weighed a portion at a time: Arrow in, Arrow out, nothing kept in between.

Made for Spark's ``mapInArrow`` and the like, where lists outgrow one machine and pairs come from elsewhere: learn from a
part of the lists with `link`, send `Learned` to each worker (it can be pickled), call `weigh_portion` on each portion. What
a portion says of a pair does not depend on the other pairs in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from repatria.errors import InputNotUnderstood
from repatria.linkage.book.values import appended
from repatria.linkage.learning.calibration import Calibration
from repatria.linkage.learning.training import days_of
from repatria.linkage.linking import Linked
from repatria.linkage.said.lines import COLUMNS_OF, TEXT_COLUMNS, Encoded, encode
from repatria.linkage.said.vocabulary import Vocabulary
from repatria.linkage.weighing.levels import Compared
from repatria.linkage.weighing.model import Model
from repatria.linkage.weighing.weigher import Pairs, Weigher

LEFT, RIGHT = "left_", "right_"


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """What was learned from two lists, without their lines.

    Attributes:
        model: What levels weigh.
        calibration: How odds are set right.
        vocabularies: How rare values are; those that are not in them are taken to be as rare as the rarest.
        days: How rare years and days of birth are.
    """

    model: Model
    calibration: Calibration
    vocabularies: Mapping[Compared, Vocabulary]
    days: NDArray[np.float64]

    @staticmethod
    def of(linked: Linked) -> Learned:
        """Returns what linking two lists has learned."""
        return Learned(linked.model, linked.calibration, linked.encoded.vocabularies, days_of(linked.encoded))


def weigh_portion(portion: pa.RecordBatch, learned: Learned) -> pa.RecordBatch:
    """Returns the weights of the pairs of a portion, in their order.

    The columns are ``left_ref`` and ``right_ref``, if the portion has them; ``weight_bits``; ``log2_odds``, calibrated, the
    prior in them, rivals not considered. Surnames and given names in each other's column are not put right: that takes
    a whole list.

    Args:
        portion: One row a pair: ``left_surname``, ``right_surname`` and so on, any of `lines.TEXT_COLUMNS` for each side.
        learned: From two lists, or a part of them.

    Raises:
        InputNotUnderstood: The portion has no column of either side.
    """
    encoded = _encoded(portion, learned.vocabularies)
    weigher = replace(Weigher.of(encoded, workers=1), days=learned.days)
    rows = np.arange(portion.num_rows, dtype=np.int32)
    pairs = weigher.weigh(Pairs.of(rows, rows), encoded.left.rows, encoded.right.rows, learned.model)
    odds = learned.calibration(pairs.weight_bits + learned.model.prior_bits)
    refs = {name: portion.column(name) for name in (LEFT + "ref", RIGHT + "ref") if name in portion.schema.names}
    return pa.RecordBatch.from_pydict(refs | {"weight_bits": pa.array(pairs.weight_bits), "log2_odds": pa.array(odds)})


def _encoded(portion: pa.RecordBatch, known: Mapping[Compared, Vocabulary]) -> Encoded:
    alone = encode(_side(portion, LEFT), _side(portion, RIGHT), exchange=False)
    rows = {side: lines.rows.copy() for side, lines in ((LEFT, alone.left), (RIGHT, alone.right))}
    names = {}
    for field, columns in COLUMNS_OF.items():
        names[field], numbers = appended(known[field], alone.vocabularies[field])
        for side in rows.values():
            for column in columns:
                side[:, column] = numbers[side[:, column]]
    return Encoded(replace(alone.left, rows=rows[LEFT]), replace(alone.right, rows=rows[RIGHT]), names)


def _side(portion: pa.RecordBatch, side: str) -> pa.Table:
    columns = {name: portion.column(side + name) for name in TEXT_COLUMNS if side + name in portion.schema.names}
    if not columns:
        raise InputNotUnderstood(
            "the portion says nothing of one side", place=f"columns {side}*", hint=f"name them {side}surname and so on"
        )
    return pa.table(columns | {"ref": pa.array([str(n) for n in range(portion.num_rows)], pa.string())})
