"""One row of a person file becomes a person with identifiers and traits."""

from collections.abc import Sequence

from siyu.flows.imports.contract import PersonRow
from siyu.flows.imports.mapping import Mapping
from siyu.flows.imports.reasons import Tally, Unfit
from siyu.flows.imports.rows.binding import Binding
from siyu.flows.imports.rows.cells import Cells, getter, identifiers_getter, traits_getter
from siyu.flows.imports.rows.times import moment_reader


class Persons:
    """Reads one row after the other."""

    def __init__(
        self, mapping: Mapping, binding: Binding, columns: Sequence[str], *, now_ms: int, tally: Tally
    ) -> None:
        self._tally = tally
        moment = moment_reader(mapping.zone, mapping.time_formats, now_ms)
        self._identifiers = identifiers_getter(mapping, binding)
        self._traits = traits_getter(binding, columns)
        self._created_at = getter(moment, binding.fields.get("created_at"), columns, otherwise=None)

    def __call__(self, row_no: int, cells: Cells) -> tuple[PersonRow]:
        """The person of this row; raises Unfit person_missing when nothing says who it is."""
        identifiers, remarks = self._identifiers(cells)
        if not identifiers:
            raise Unfit("person_missing", ", ".join(remarks))
        row = PersonRow(row_no, identifiers, self._traits(cells), self._created_at(cells))
        for remark in remarks:
            self._tally.add(remark, row_no)
        return (row,)
