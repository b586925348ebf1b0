"""A whole exchange of prisoners and remains by clicking: by category, in two stages; then four bags, of which three come.

A registrar, two delegates, a verifier, two officers, two laboratories and an observer, in a real browser. The account at the end is
the truth that was written before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from rich.console import Console

from repatria.demo.istanbul.small import DIFFERENTLY, EXCHANGE, HEARD, REMAINS, TAGS, Lists, papers
from repatria.demo.run import begin
from repatria.store.clock import now

pytestmark = pytest.mark.timeout(600)

Screen = Any
"""A window for each seat, of ``conftest.py``."""

LISTS: Final = Lists()
PARTIES: Final = ("north", "south")
LABORATORY: Final = "north/laboratory"
MANIFESTS: Final = ("M-0001", "M-0002")


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory, at_screens: Callable[[Path], Any]) -> Iterator[Screen]:
    """The small exchange's desk; its papers name the lists of a desk on which nothing was handed in before."""
    home = tmp_path_factory.mktemp("screen") / "desk"
    begin(home, 1, Console(quiet=True))
    for name, content in papers(today=now().date()).items():
        _paper(home, name).write_bytes(content)
    with at_screens(home) as opened:
        yield opened


def _paper(home: Path, name: str) -> Path:
    return home / "lists/prisoners" / name


def test_the_whole_way_is_done_on_the_screen(screen: Screen) -> None:
    for step in STEPS:
        step(screen)


# --- what every step does ---------------------------------------------------------------------------------------------


def _told(page: Any) -> str:
    """Returns what the page tells after something was entered."""
    assert page.locator(".told").count() == 1, page.inner_text("main")
    return str(page.inner_text(".told"))


def _go_on(page: Any, says: str = "") -> None:
    """Presses the page's main button, or the one that says so."""
    page.click(f"main button:has-text('{says}')" if says else "main form button.btn-primary")


def _by_file(screen: Screen, seat: str, address: str, file: str) -> None:
    page = screen.of(seat, address)
    page.set_input_files("input[type=file]", _paper(screen.home, file))
    _go_on(page)
    _told(page)


def _accept(page: Any, says: str = "") -> None:
    """Waits until what was put down is looked at, and accepts it."""
    page.wait_for_selector("button[name=accept]", timeout=60_000)
    page.click("button[name=accept]")
    page.wait_for_selector(says or "h1:has-text('It is entered')", timeout=60_000)


def _line(fate: str, party: str = "north") -> str:
    return next(line for line, one in LISTS.sought(party).items() if one == fate)


# --- lists, answers, who is who ---------------------------------------------------------------------------------------


def hand_in(screen: Screen) -> None:
    """Each party's delegate hands in whom it seeks, whom it holds, and South the paper of four bags."""
    for file, name in LISTS.files.items():
        party, is_paper = name.partition("-")[0], "remains" in file
        page = screen.of(f"{party}/delegate", "/receive-list/")
        page.set_input_files("input[type=file]", _paper(screen.home, file))
        page.check(f'input[name=stance][value="{"seeks" if "sought" in file else "holds"}"]')
        if is_paper:
            page.check('input[name=subject][value="remains"]')
        page.fill("input[name=exchange]", REMAINS if is_paper else EXCHANGE)
        _go_on(page, "Read the list")
        page.wait_for_selector("button[name=accept]", timeout=60_000)
        assert page.locator("text=declared in the file: not the same").count() == (
            file == "prisoners-sought-by-south.csv"
        )
        _accept(page, f"h1:has-text('{name} is entered')")


def answer(screen: Screen) -> None:
    """Both sides answer by file; North takes note that South does not hold one of its own."""
    for party in PARTIES:
        _by_file(screen, f"{party}/delegate", "/answer-claim/file/", f"answers-{party}.csv")
    page = screen.of("north/delegate", f"/remark/{_line('not held')}/")
    page.check('input[name=remark][value="accepts"]')
    _go_on(page, "Enter the remark")
    assert _line("not held") in _told(page)


def judge(screen: Screen) -> None:
    """Both delegates judge who is who, by keys, and sign what they judged."""
    names = list(LISTS.files.values())
    for party in PARTIES:
        for left, right in ((names[0], names[1]), (names[2], names[3])):
            page = screen.of(f"{party}/delegate", f"/matching/{left}/{right}/")
            if page.locator("text=Compare the lists").count():
                page.click("text=Compare the lists")
            page.click("text=Judge the next pair", timeout=120_000)
            while page.url.partition("/judge-match/")[2]:
                found = re.search(r"/judge-match/([^/]+)/([^/]+)/", page.url)
                assert found is not None
                page.wait_for_load_state("load")
                is_same = found.groups() in LISTS.pairs
                with page.expect_navigation():
                    page.keyboard.press("Digit1" if is_same else "Digit2")
        page = screen.of(f"{party}/delegate", "/judge-match/signatures/")
        page.click("text=Sign with the demo’s key")
        assert _told(page) == "The judgements are signed for your side."


# --- terms ------------------------------------------------------------------------------------------------------------


def examine(screen: Screen) -> None:
    """The medical commission's findings are entered, and everybody held is asked in private."""
    _by_file(screen, "mediator/verifier", "/record-fact/file/", "facts.csv")
    _by_file(screen, "mediator/verifier", "/record-interview/file/", "interviews.csv")


def agree(screen: Screen) -> None:
    """South proposes, North puts another text against it, both sign that one."""
    _put_forward(screen, "south", "terms-of-south.toml")
    _put_forward(screen, "north", "terms.toml")
    page = screen.of("south/delegate", f"/exchanges/{EXCHANGE}/")
    young = page.locator("section.clause", has=page.locator("h3:has-text('young')"))
    assert young.count() == 1
    screen.take(page, "clause-by-clause")
    for party in PARTIES:
        page = screen.of(f"{party}/delegate", "/sign-terms/")
        page.click("li.task:has-text('Put forward by north') a")
        page.click("text=Sign with the demo’s key")
        _go_on(page, "Yes, enter it")
        assert _told(page) == "The terms are signed for your side."
    page = screen.of("mediator/registrar", f"/exchanges/{EXCHANGE}/eligible/?clause=young&answer=unknown")
    screen.take(page, "who-falls-under")
    [row] = page.locator("tr", has_text=_line("age unknown")).all_inner_texts()
    assert row.endswith("What would settle it: a document that shows the date of birth")


def _put_forward(screen: Screen, party: str, file: str) -> None:
    page = screen.of(f"{party}/delegate", "/propose-terms/")
    page.set_input_files("input[type=file]", _paper(screen.home, file))
    _go_on(page, "Check the text")
    _go_on(page, "Yes, enter it")
    assert _told(page) == "The text is on the table."


# --- who goes, and over the crossing point ----------------------------------------------------------------------------


def plan(screen: Screen) -> None:
    """The registrar has the plan drawn, and keeps its two manifests; three a side go at most in each stage."""
    page = screen.of("mediator/registrar", f"/plan/{EXCHANGE}/")
    for stage in ("day_1", "day_2"):
        page.fill(f"input[name={stage}]", now().date().isoformat())
    page.fill("input[name=opens_at]", "00:00")
    page.fill("input[name=closes_at]", "23:59")
    page.fill("input[name=crossing_point]", "Sickle Ford")
    _go_on(page, "Draw the plan")
    page.wait_for_selector("button[name=keep]", timeout=60_000)
    screen.take(page, "the-plan")
    page.click("button[name=keep]")
    assert _told(page).startswith("The manifests are kept.")


def sign(screen: Screen) -> None:
    """The mediator signs both manifests, then each party."""
    for seat in ("mediator/registrar", "north/delegate", "south/delegate"):
        for manifest in MANIFESTS:
            page = screen.of(seat, "/manifests/")
            page.click(f"a[href='/sign-manifest/{manifest}/']")
            page.click("text=Sign with the demo’s key")
            _go_on(page, "Yes, enter it")
            assert _told(page) == "The manifest is signed for your side."
    screen.take(page, "a-manifest")


def cross(screen: Screen) -> None:
    """The officers of both sides check everybody off: the first stage by file, the second one by one, one man differently."""
    for manifest in MANIFESTS:
        page = screen.of("mediator/registrar", f"/manifests/{manifest}/")
        lines = [line.strip() for line in page.locator(".of-line").all_inner_texts()]
        for party in PARTIES:
            seen = {line: _outcome(line, party) for line in lines}
            if manifest == MANIFESTS[0]:
                rows = "".join(f"{line},{outcome}\n" for line, outcome in seen.items())
                _paper(screen.home, "seen.csv").write_text(f"line,outcome\n{rows}")
                _by_file(screen, f"{party}/officer", f"/check-off/{manifest}/file/", "seen.csv")
            else:
                _one_by_one(screen.of(f"{party}/officer", f"/check-off/{manifest}/"), seen)
    page = screen.of("mediator/officer", f"/check-off/{MANIFESTS[1]}/")
    screen.take(page, "both-counts")
    [row] = page.locator("table tr", has_text=_line(DIFFERENTLY, "south")).all_inner_texts()
    assert "crossed" in row
    assert page.locator("main button").count() == 0  # the mediator's officer looks and does not check off


def _outcome(line: str, party: str) -> str:
    return "absent" if (line, party) == (_line(DIFFERENTLY, "south"), "south") else "crossed"


def _one_by_one(page: Any, seen: dict[str, str]) -> None:
    for line, outcome in seen.items():
        page.fill("input[name=who]", line)
        page.check(f'input[name=outcome][value="{outcome}"]')
        _go_on(page, "Record")
        _told(page)


# --- the dead ---------------------------------------------------------------------------------------------------------


def count(screen: Screen) -> None:
    """South says that it gave four bags, North opens the three that came."""
    for party, tags in (("south", TAGS), ("north", TAGS[:3])):
        page = screen.of(f"{party}/officer", "/receive-remains/")
        page.click("main table a")
        page.fill("textarea[name=tags]", "\n".join(tags))
        page.fill("input[name=minimum_individuals]", str(len(tags)))
        if party == "south":
            page.fill("input[name=specimens]", "4")
        else:
            page.set_input_files("input[name=contents]", _paper(screen.home, "contents.csv"))
        _go_on(page, "Look at the count")
        page.wait_for_selector("button[name=accept]", timeout=60_000)
        screen.take(page, f"count-of-{party}")
        _accept(page)


def type_profiles(screen: Screen) -> None:
    """A policy is adopted, and North's laboratory hands its profiles in."""
    page = screen.of("mediator/registrar", "/adopt-policy/")
    page.set_input_files("input[name=policy]", _paper(screen.home, "policy.toml"))
    _go_on(page)
    _accept(page)
    for of, file in (("remains", "profiles.csv"), ("families", "families.jsonl")):
        page = screen.of(LABORATORY, "/receive-profiles/")
        page.check(f'input[name=of][value="{of}"]')
        page.set_input_files("input[name=profiles]", _paper(screen.home, file))
        page.fill("input[name=laboratory]", "L-1")
        _go_on(page)
        _accept(page)


def search(screen: Screen) -> None:
    """North's laboratory weighs every profile against every family: one passes the policy, one is a lead, one has no family."""
    page = screen.of(LABORATORY, "/remains/searches/families/")
    for name in ("profiles", "families"):
        page.check(f"input[name={name}]")
    page.set_input_files("input[name=frequencies]", _paper(screen.home, "frequencies.csv"))
    page.fill("input[name=open_missing]", "100")
    _go_on(page)
    for _ in range(60):
        if page.locator("text=Conclusions, the strongest first").count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    screen.take(page, "conclusions")
    rows = page.locator("main tbody tr")
    assert [("passes" in text, "(a lead)" in text) for text in rows.all_inner_texts()] == [(True, False), (False, True)]


def decide(screen: Screen) -> None:
    """A lead by one relative and a label is refused; of the other man two laboratories agree, each in their own seat."""
    found = screen.of(LABORATORY).url
    page = _bring(screen, found, f"{LISTS.bags}:1", _line("dead"))
    assert page.locator("text=The evidence does not carry this decision under the policy").count() == 1
    screen.take(page, "a-lead")
    page.click("button[name=back]")
    page = _bring(screen, found, f"{LISTS.bags}:2", _line("identified"))
    where = page.url
    page.click("button[name=agree]")
    _told(page)
    page = screen.of("mediator/laboratory", where)
    screen.take(page, "a-board")
    page.click("button[name=agree]")
    assert _told(page) == "The board has decided, and its decision is entered."


def _bring(screen: Screen, found: str, bag: str, person: str) -> Any:
    """Brings a conclusion of a search before a board."""
    page = screen.of(LABORATORY, found)
    page.click(f"a[href^='/identify/{bag}/']")
    assert page.input_value("input[name=person]") == person
    _go_on(page)
    page.wait_for_url("**/identify/waiting/**")
    return page


# --- the account, what is said in public, the log ---------------------------------------------------------------------


def say(screen: Screen) -> None:
    """The registrar keeps what was said in public; the observer sees it beside what is documented."""
    for who, number, words in HEARD:
        page = screen.of("mediator/registrar", "/record-statement/")
        page.fill("input[name=said_by]", who)
        page.fill("input[name=said_on]", now().date().isoformat())
        page.select_option("select[name=figure]", "bags received")
        page.select_option("select[name=concerning]", "north")
        page.select_option("select[name=exchange]", REMAINS)
        page.fill("textarea[name=wording]", words)
        for bound in ("at_least", "at_most"):
            page.fill(f"input[name={bound}]", str(number))
        _go_on(page)
        if page.locator("button[name=checked]").count():
            page.click("button[name=checked]")
        _told(page)
    page = screen.of("mediator/observer", "/observing/")
    [row] = page.locator("section[aria-labelledby=figures] tr", has_text="bags received").all()
    _, concerning, documented, said = row.locator("th, td").all_inner_texts()
    assert (concerning, documented) == ("north", "withheld")  # fewer than ten: the number would point to people
    assert re.findall(r"^(.*) \(.*\): (\d)$", said, re.MULTILINE) == [(who, str(number)) for who, number, _ in HEARD]
    screen.take(page, "the-observer")
    [stage] = page.locator("h2", has_text=REMAINS).all_inner_texts()
    assert "Stage: moving" in stage  # no terms say how many bags are enough


def account(screen: Screen) -> None:
    """Everybody is in the state that is true of them, on the page and by the desk's own count."""
    page = screen.of("mediator/registrar", "/account/")
    screen.take(page, "the-account")
    found = screen.typist.account()
    assert {line["ref"]: line["state"] for line in found["lines"]} == LISTS.truth
    assert found["balanced"] is True


def verify(screen: Screen) -> None:
    """The observer verifies the log with the key that lies beside it."""
    page = screen.of("mediator/observer", "/log/verify/")
    page.fill("input[name=key]", (screen.home / "log.vkey").read_text("utf-8").strip())
    _go_on(page, "Verify")
    page.wait_for_selector("text=The log holds")


STEPS: tuple[Callable[[Screen], None], ...] = (
    hand_in, answer, judge, examine, agree, plan, sign, cross, count, type_profiles, search, decide, say, account, verify,
)  # fmt: skip
