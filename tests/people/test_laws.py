"""Laws of the value types: Kleene's logic, partial dates, references."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from repatria.errors import InputNotUnderstood
from repatria.people.dates import PartialDate, full_date, partial_date
from repatria.people.facts import Truth, all_of, any_of, truth
from repatria.people.party import Actor, Role, actor
from repatria.people.refs import LineRef, join_line, line_ref, list_id, party_id, split_line

# -- three values: the order no < unknown < yes makes all_of the least and any_of the greatest

RANK = {Truth.NO: 0, Truth.UNKNOWN: 1, Truth.YES: 2}
truths = st.lists(st.sampled_from(Truth), max_size=6)


@given(values=truths)
def test_law_all_is_the_least_and_any_the_greatest(values: list[Truth]) -> None:
    assert all_of(values) == min(values, key=RANK.__getitem__, default=Truth.YES)
    assert any_of(values) == max(values, key=RANK.__getitem__, default=Truth.NO)


@given(values=truths)
def test_law_de_morgan(values: list[Truth]) -> None:
    assert ~all_of(values) == any_of(~value for value in values)
    assert [~~value for value in values] == values


@given(a=truths, b=truths)
def test_law_grouping_does_not_matter(a: list[Truth], b: list[Truth]) -> None:
    assert all_of([all_of(a), all_of(b)]) == all_of(a + b)
    assert any_of([any_of(a), any_of(b)]) == any_of(a + b)


@given(known=st.lists(st.none() | st.booleans(), max_size=5), settled=st.lists(st.booleans(), min_size=5, max_size=5))
def test_law_settling_the_unknown_never_overturns_an_answer(known: list[bool | None], settled: list[bool]) -> None:
    later = [settled[i] if one is None else one for i, one in enumerate(known)]
    for judge, of_known in ((all_of, all), (any_of, any)):
        before = judge(truth(one) for one in known)
        after = judge(truth(one) for one in later)
        assert after == truth(of_known(later))
        assert before in (after, Truth.UNKNOWN)


# -- partial dates

days = st.dates(date(1850, 1, 1), date(2100, 12, 31))


@st.composite
def edtf(draw: st.DrawFn) -> str:
    """A text in EDTF of one of the forms that offices need."""
    day = draw(days)
    forms = (day.isoformat(), day.isoformat()[:7], f"{day.year}", f"{day.year}"[:3] + "X", f"{day.year}"[:2] + "XX")
    one = draw(st.sampled_from(forms)) + draw(st.sampled_from(("", "~", "?", "%")))
    if draw(st.booleans()):
        return one
    return one + "/" + draw(st.dates(day, date(2101, 1, 1))).isoformat()


partials = edtf().map(partial_date)


@given(day=days, text=edtf())
def test_law_a_text_gives_itself_back(day: date, text: str) -> None:
    assert str(partial_date(text)) == text
    assert partial_date(full_date(day).text) == full_date(day)


@given(partial=partials)
def test_law_earliest_is_never_after_latest_and_about_only_widens(partial: PartialDate) -> None:
    first, last = partial.bounds()
    assert first <= partial.earliest <= partial.latest <= last
    assert partial.approximate or (first, last) == (partial.earliest, partial.latest)


@given(day=days)
def test_law_every_form_of_a_day_holds_that_day(day: date) -> None:
    text = day.isoformat()
    for form in (text, text[:7], text[:4], text[:3] + "X", text[:2] + "XX", f"{text}~", f"{text[:4]}?"):
        partial = partial_date(form)
        assert partial.earliest <= day <= partial.latest


@given(partial=partials, on=days, data=st.data())
def test_law_the_age_of_every_day_that_it_may_be_lies_in_the_range(
    partial: PartialDate, on: date, data: st.DataObject
) -> None:
    born = data.draw(st.dates(*partial.bounds()))
    age = partial.age_on(on)
    exact = full_date(born).age_on(on)
    assert age.at_least <= exact.at_least == exact.at_most <= age.at_most


@given(partial=partials, on=st.tuples(days, days).map(sorted))
def test_law_nobody_gets_younger(partial: PartialDate, on: list[date]) -> None:
    earlier, later = (partial.age_on(day) for day in on)
    assert earlier.at_least <= later.at_least
    assert earlier.at_most <= later.at_most


@given(text=st.text(max_size=12) | st.text("0123456789-/X~?%", max_size=21))
def test_law_any_text_is_a_date_or_not_understood(text: str) -> None:
    try:
        partial = partial_date(text)
    except InputNotUnderstood:
        return
    assert str(partial) == text
    assert text.isascii()


# -- references

parties = st.from_regex(r"[a-z][a-z0-9]{0,31}", fullmatch=True)
numbers = st.integers(1, 999_999_999)


@given(party=parties, n=numbers, line=numbers)
def test_law_split_inverts_join(party: str, n: int, line: int) -> None:
    of = list_id(f"{party}-{n}")
    ref = join_line(of, line)
    assert line_ref(ref) == ref
    assert split_line(ref) == (of, line)
    assert join_line(*split_line(ref)) == ref


@given(party=parties, role=st.sampled_from(Role), code=st.from_regex(r"([a-z0-9]{1,8})?", fullmatch=True))
def test_law_an_actor_reads_back(party: str, role: Role, code: str) -> None:
    who = Actor(party_id(party), role, code)
    assert actor(str(who)) == who


@given(text=st.text(max_size=20) | st.text("north-:0123", max_size=12))
def test_law_what_is_read_as_a_line_is_its_own_reference(text: str) -> None:
    try:
        ref = line_ref(text)
    except InputNotUnderstood:
        return
    of, number = split_line(LineRef(text))
    assert join_line(list_id(of), number) == ref == text
