"""The handover in a real browser: taken along, the network cut, people checked off, brought back, nothing lost or doubled."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import segno

from repatria.register import acts
from repatria.register.account import account
from repatria.register.book import replay
from repatria.store import open_archive

PATIENCE = 15_000


@dataclass
class Served:
    """A desk in a process of its own, and how one looks into its book."""

    address: str
    path: Path

    def at_work(self, work: Callable[[Any], Any]) -> Any:
        """Does something with the desk's archive, apart from the thread in which a browser is driven."""

        def opened() -> Any:
            archive = open_archive(self.path)
            try:
                return work(archive)
            finally:
                archive.close()

        with ThreadPoolExecutor(1) as thread:
            return thread.submit(opened).result()

    def acts(self) -> list[Any]:
        found: list[Any] = self.at_work(lambda archive: [acts.decode(entry.payload) for entry in archive.entries()])
        return found

    def check_offs(self, manifest: str) -> list[Any]:
        found = [act for act in self.acts() if isinstance(act, acts.HandoverRecorded | acts.CheckOffTakenBack)]
        return [act for act in found if act.manifest == manifest]

    def states(self) -> dict[str, str]:
        return {ref: found.state.value for ref, found in account(replay(self.acts())).lines}


@pytest.fixture(scope="module")
def desk(
    made: Path, tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], AbstractContextManager[str]]
) -> Iterator[Served]:
    """The desk of that morning, served as a demo; each test has a manifest of its own."""
    home = tmp_path_factory.mktemp("served")
    path = home / "desk.sqlite3"
    shutil.copy(made, path)
    with serve(home) as address:
        yield Served(address, path)


@pytest.fixture(scope="module")
def browser(open_chromium: Callable[[], AbstractContextManager[Any]]) -> Iterator[Any]:
    """One Chromium for all tests of this module."""
    with open_chromium() as opened:
        yield opened


@dataclass
class Tablet:
    """A device with a page in an officer's hand."""

    page: Any
    manifest: str
    code: str = ""

    def takes_along(self) -> None:
        self.page.goto(f"/handover/{self.manifest}/")
        self.page.click("#take")
        self.page.wait_for_selector("#code-shown:not(:empty)")
        self.code = self.page.inner_text("#code-shown")
        self.page.click("#written")

    def opens(self, code: str = "") -> None:
        self.page.wait_for_selector("#locked:not([hidden])")
        self.page.fill("#typed-code", code or self.code)
        self.page.press("#typed-code", "Enter")

    def is_open(self) -> None:
        self.page.wait_for_selector("#people:not([hidden]), #person:not([hidden])")

    def checks_off(self, number: int, outcome: str) -> None:
        self.page.click("#everybody")
        self.page.click(f"#list li:nth-child({number}) button")
        self.page.click(f'[data-outcome="{outcome}"]')
        self.page.wait_for_selector("#people:not([hidden])")

    def says(self, text: str, where: str = "body") -> None:
        from playwright.sync_api import TimeoutError as TooLate

        try:
            self.page.wait_for_function(
                "([where, text]) => document.querySelector(where).innerText.replace(/[\\u2066-\\u2069]/g, '').includes(text)",
                arg=[where, text], timeout=PATIENCE, polling=100,
            )  # fmt: skip
        except TooLate:
            raise AssertionError(f"{text!r} is not in {self.page.inner_text('body')!r}") from None

    def loses_the_network(self) -> None:
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        self.page.wait_for_function(
            "caches.keys().then(async (names) => names.length && "
            "Boolean(await caches.match(location.pathname, { ignoreVary: true })))"
        )
        self.page.context.set_offline(True)

    def finds_the_network(self) -> None:
        self.page.context.set_offline(False)

    def is_done_sending(self) -> None:
        self.says("The desk has everything that was recorded here.", "#reached")


@pytest.fixture
def tablet(desk: Served, browser: Any) -> Iterator[Callable[..., Tablet]]:
    """Puts a device of its own into an officer's hand."""
    contexts: list[Any] = []

    def given(manifest: str, seat: str = "north/officer") -> Tablet:
        context = browser.new_context(
            base_url=desk.address, viewport={"width": 390, "height": 844}, accept_downloads=True
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto("/demo/")
        with page.expect_navigation():  # waits until the next page is there
            page.click(f'button[value="{seat}"]')
        if page.locator("html").get_attribute("lang") != "en":  # a seat keeps the language of an earlier test
            with page.expect_navigation():
                page.click('button[value="en"]')
        return Tablet(page, manifest)

    yield given
    for context in contexts:
        context.close()


def test_a_whole_handover_without_a_network(
    desk: Served, tablet: Callable[..., Tablet], names: tuple[str, ...]
) -> None:
    one = tablet("M-0001")
    refused: list[str] = []
    one.page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    one.takes_along()
    one.opens()
    one.is_open()
    one.loses_the_network()
    one.checks_off(1, "crossed")
    one.says("✓ Recorded on this device: Олена К., Crossed.", "#done")
    one.checks_off(2, "declined")
    one.checks_off(3, "crossed")
    one.page.click("#undo")
    one.says("Undone on this device: Ірина О..", "#done")
    one.checks_off(3, "absent")
    one.page.click("#extra")
    one.page.click("#sure-yes")
    one.says("Recorded on this device and not at the desk yet: 6", "#reached")
    one.says("3 of 3", "#ours")
    one.says("not on the manifest: 1", "#ours")
    one.says("0 of 3", "#theirs")
    one.page.reload()  # without a network: from what the device keeps
    one.opens()
    one.is_open()
    one.says("Recorded on this device and not at the desk yet: 6", "#reached")
    one.page.click("#everybody")
    one.says("✓ Declined · recorded on this device", "#list")
    assert desk.check_offs("M-0001") == []
    kept = everything_kept(one.page)
    codes = [re.sub(r"\D", "", text) for text in one.page.locator("#list .short").all_inner_texts()]
    secret = [*names, "Олена", "Тарас", *codes, one.code, one.code.replace(" ", "")]
    assert (len(codes), [word for word in secret if word in kept]) == (3, [])
    one.finds_the_network()
    one.page.click("#send")
    one.is_done_sending()
    one.says("✓✓ Declined", "#list")
    one.page.click("#send")
    one.is_done_sending()
    told = [
        (type(act).__name__, getattr(act, "line", ""), str(getattr(act, "outcome", "")))
        for act in desk.check_offs("M-0001")
    ]
    assert told == [
        ("HandoverRecorded", "north-1:1", "crossed"), ("HandoverRecorded", "north-1:2", "declined"),
        ("HandoverRecorded", "north-1:3", "crossed"), ("CheckOffTakenBack", "", ""),
        ("HandoverRecorded", "north-1:3", "absent"), ("HandoverRecorded", None, "not on the manifest"),
    ]  # fmt: skip
    assert refused == []


def everything_kept(page: Any) -> str:
    """Returns all that the browser keeps on the device, as text: its database and its caches."""
    kept: str = page.evaluate(
        """async () => {
          const parts = [];
          const asked = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
          for (const { name } of await indexedDB.databases()) {
            const database = await asked(indexedDB.open(name));
            for (const store of database.objectStoreNames) {
              parts.push(JSON.stringify(await asked(database.transaction(store).objectStore(store).getAll())));
            }
          }
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) {
              if (!request.url.includes("/static/")) parts.push(request.url, await (await cache.match(request, { ignoreVary: true })).text());
            }
          }
          parts.push(JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }));
          return parts.join(" ");
        }"""
    )
    assert "sealed" in kept  # there is something that could leak
    assert "/handover/M-00" in kept
    return kept


def test_two_devices_that_disagree_are_both_kept(desk: Served, tablet: Callable[..., Tablet]) -> None:
    one, other = tablet("M-0002"), tablet("M-0002")
    for device in (one, other):
        device.takes_along()
        device.opens()
        device.is_open()
    one.loses_the_network()
    other.loses_the_network()
    one.checks_off(1, "crossed")
    other.checks_off(1, "absent")
    one.finds_the_network()
    one.page.click("#send")
    one.is_done_sending()
    other.finds_the_network()
    other.page.click("#send")
    other.is_done_sending()
    other.says("The check-offs differ; both are kept", "#list")
    devices = {act.on_device.device: act.outcome for act in desk.check_offs("M-0002")}
    assert (sorted(devices.values()), desk.states()["north-1:4"]) == (["absent", "crossed"], "check-offs differ")
    south = tablet("M-0002", "south/officer").page
    south.goto("/handover/")
    assert "One person is checked off differently" in south.inner_text("main")


def test_codes_are_typed_and_mistakes_are_told(tablet: Callable[..., Tablet]) -> None:
    one = tablet("M-0003")
    one.takes_along()
    one.opens("111 111 111 111 111 111")
    one.says("This is not the code of this manifest", "#open-problem")
    one.opens("12")
    one.says("The code has 18 digits.", "#open-problem")
    arabic = one.code.translate({ord(str(n)): chr(0x660 + n) for n in range(10)})
    one.opens(arabic)
    one.is_open()
    code = one.page.inner_text("#list li:nth-child(2) .short")
    one.page.fill("#typed", re.sub(r"\D", "", code)[:-1] + str((int(code[-1]) + 1) % 10))
    one.page.press("#typed", "Enter")
    one.says("A digit is wrong.", "#find-problem")
    one.page.fill("#typed", code)  # a whole code needs no button
    one.says("Тарас Б.", "#person-who")
    small = one.page.evaluate(
        "[...document.querySelectorAll('button, a, input, select')].filter((e) => e.offsetParent && "
        "!e.closest('footer, .skip') && e.getBoundingClientRect().height < 64).map((e) => e.outerHTML)"
    )
    assert small == []


def test_after_a_day_it_opens_no_more_but_what_was_recorded_is_sent(
    desk: Served, tablet: Callable[..., Tablet]
) -> None:
    one = tablet("M-0004")
    one.page.clock.install(time=datetime.now())
    one.takes_along()
    one.opens()
    one.is_open()
    one.loses_the_network()
    one.checks_off(1, "crossed")
    one.page.clock.set_system_time(datetime.now() + timedelta(hours=25))
    one.page.reload()
    one.says("24 hours old and is deleted", "#alarm")
    assert '"sealed":""' in everything_kept(one.page)
    one.opens()
    one.is_open()
    one.finds_the_network()
    one.page.click("#send")
    one.is_done_sending()
    assert (len(desk.check_offs("M-0004")), one.page.locator("#list li").count()) == (1, 0)
    one.page.reload()
    one.page.wait_for_selector("#start:not([hidden])")


def test_a_full_device_says_that_nothing_was_recorded(desk: Served, tablet: Callable[..., Tablet]) -> None:
    one = tablet("M-0005")
    one.takes_along()
    one.opens()
    one.is_open()
    one.page.evaluate(
        "() => { const add = IDBObjectStore.prototype.add; window.restored = () => { IDBObjectStore.prototype.add = add; };"
        "IDBObjectStore.prototype.add = () => { throw new DOMException('', 'QuotaExceededError'); }; }"
    )
    one.page.click("#everybody")
    one.page.click("#list li:nth-child(1) button")
    one.page.click('[data-outcome="crossed"]')
    one.says("NOT recorded: this device is full", "#alarm")
    one.page.evaluate("window.restored()")
    one.page.click('[data-outcome="crossed"]')
    one.says("✓✓ Crossed", "#list")
    assert len(desk.check_offs("M-0005")) == 1


def test_a_wrong_clock_and_a_withdrawn_manifest_are_told(desk: Served, tablet: Callable[..., Tablet]) -> None:
    from repatria.desk.aftermath import withdraw
    from repatria.desk.session import DemoSalts, Desk
    from repatria.people.party import actor
    from repatria.store.clock import WallClock

    one = tablet("M-0006")
    one.takes_along()
    one.page.clock.install(time=datetime.now() - timedelta(hours=2))
    one.page.reload()
    one.opens()
    one.is_open()
    one.says("clock is 120 minutes off", "#alarm")
    desk.at_work(
        lambda archive: withdraw(
            Desk(archive, WallClock(), DemoSalts(1)),
            by=actor("mediator/registrar"),
            target="M-0006",
            reason="postponed",
        )
    )
    one.checks_off(1, "crossed")
    one.says("This manifest is no longer in force. Stop, and ask the mediator.", "#alarm")
    one.says("The desk did not take Олена К.: the manifest was withdrawn. tell the mediator", "#refused")
    one.says("Recorded on this device and not at the desk yet: 1", "#reached")
    assert desk.check_offs("M-0006") == []


def test_a_pack_in_one_file_works_from_a_disk_and_its_file_is_taken_in(
    desk: Served, tablet: Callable[..., Tablet], browser: Any, tmp_path: Path
) -> None:
    office = tablet("M-0007")
    office.page.goto("/handover/M-0007/")
    office.page.click("#take-file")
    office.page.wait_for_selector("#save-file:not([hidden])")
    code = office.page.inner_text("#code-shown")
    with office.page.expect_download() as saved:
        office.page.click("#save-file")
    pack = tmp_path / "pack.html"
    saved.value.save_as(pack)
    alone = browser.new_context(offline=True, accept_downloads=True)
    alone.set_default_timeout(PATIENCE)
    page = alone.new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    page.goto(pack.as_uri())
    device = Tablet(page, "M-0007", code)
    device.opens()
    device.is_open()
    device.checks_off(1, "crossed")
    device.checks_off(2, "unfit")
    page.reload()
    device.opens()
    device.is_open()
    device.says("2 of 3", "#ours")
    with page.expect_download() as recorded:
        page.click("#export")
    handed_in = tmp_path / "recorded.json"
    recorded.value.save_as(handed_in)
    assert (len(json.loads(handed_in.read_text())["events"]), refused) == (2, [])
    alone.close()
    for _ in range(2):
        office.page.goto("/check-off/M-0007/file/")
        office.page.set_input_files("input[type=file]", handed_in)
        office.page.click("button.btn-primary")
        office.page.wait_for_url("**/check-off/M-0007/")
    assert [(act.line, act.outcome) for act in desk.check_offs("M-0007")] == [
        ("north-1:19", "crossed"),
        ("north-1:20", "unfit"),
    ]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_stands_in_the_way_on_any_screen(
    tablet: Callable[..., Tablet], axe_finds: Callable[[Any], list[str]], language: str
) -> None:
    one = tablet("M-0008")
    one.page.set_viewport_size({"width": 320, "height": 640})
    one.page.goto("/")
    one.page.click(f'button[value="{language}"]')
    one.page.goto("/handover/M-0008/")
    one.page.wait_for_selector("#start:not([hidden])")
    wrong: list[str] = []

    def look() -> None:
        wrong.extend(axe_finds(one.page))
        if one.page.evaluate("document.documentElement.scrollWidth") > 320:
            wrong.append("too wide")

    look()
    one.page.click("#take")
    one.page.wait_for_selector("#code-shown:not(:empty)")
    one.code = one.page.inner_text("#code-shown")
    look()
    one.page.click("#written")
    one.page.wait_for_selector("#locked:not([hidden])")
    look()
    one.opens()
    one.is_open()
    look()
    one.page.click("#list li:nth-child(1) button")
    look()
    one.page.click('[data-outcome="unfit"]')
    one.page.wait_for_selector("#people:not([hidden])")
    one.page.click("#everybody")
    look()
    one.page.click("#extra")
    look()
    assert wrong == []


def test_two_tabs_of_one_device_lose_nothing(desk: Served, tablet: Callable[..., Tablet]) -> None:
    one = tablet("M-0009")
    one.takes_along()
    one.opens()
    one.is_open()
    other = Tablet(one.page.context.new_page(), "M-0009", one.code)
    other.page.goto("/handover/M-0009/")
    other.opens()
    other.is_open()
    one.loses_the_network()
    one.checks_off(1, "crossed")
    other.checks_off(2, "crossed")
    one.checks_off(3, "absent")
    one.finds_the_network()
    for each in (other, one):
        each.page.bring_to_front()
        each.page.click("#send")
        each.is_done_sending()
    lines = [(act.line, act.outcome, act.on_device.seq) for act in desk.check_offs("M-0009")]
    assert lines == [("north-1:25", "crossed", 1), ("north-1:26", "crossed", 2), ("north-1:27", "absent", 3)]


def test_the_camera_reads_the_square_code(tablet: Callable[..., Tablet]) -> None:
    one = tablet("M-0010")
    one.takes_along()
    one.opens()
    one.is_open()
    code = re.sub(r"\D", "", one.page.inner_text("#list li:nth-child(3) .short"))
    picture = square(f"repatria:M-0010:{code}")
    refused: list[str] = []
    one.page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    one.page.wait_for_function("caches.match('/static/vendor/zxing/zxing_reader.wasm').then(Boolean)")
    one.loses_the_network()
    one.page.evaluate(SEEN, picture)  # a camera that sees the paper
    one.page.click("#scan")
    one.says("Ірина О.", "#person-who")
    assert refused == []


def square(text: str) -> list[list[int]]:
    """Returns a square code as rows of modules."""
    return [list(row) for row in segno.make(text, micro=False).matrix_iter(border=4)]


SEEN = """rows => {
  const size = 8, canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
  canvas.width = canvas.height = rows.length * size;
  const draw = () => {
    pen.fillStyle = "white"; pen.fillRect(0, 0, canvas.width, canvas.height); pen.fillStyle = "black";
    rows.forEach((row, y) => row.forEach((dark, x) => { if (dark) pen.fillRect(x * size, y * size, size, size); }));
  };
  draw(); setInterval(draw, 50);
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(20);
}"""


def test_signing_out_deletes_what_the_device_holds(tablet: Callable[..., Tablet]) -> None:
    one = tablet("M-0011")
    one.takes_along()
    one.opens()
    one.is_open()
    one.page.goto("/handover/")
    one.page.click("form[data-leave] button")
    one.page.wait_for_url("**/sign-in/**")
    left = one.page.evaluate("async () => [(await indexedDB.databases()).length, (await caches.keys()).length]")
    assert left == [0, 0]
