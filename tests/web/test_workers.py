"""One thread at most works on a thing; what goes wrong in it stands in nobody's way."""

from __future__ import annotations

from threading import Event

import pytest

from repatria.web.workers import Workers


def test_one_at_most_works_on_a_thing_and_others_beside_it() -> None:
    workers, go_on, done = Workers(), Event(), []

    def work(name: str) -> None:
        go_on.wait(20)
        done.append(name)

    for name in ("a", "a", "b"):
        workers.run(name, lambda name=name: work(name))
    assert done == []
    go_on.set()
    for name in ("a", "b"):
        workers.run(name, lambda: None, wait_s=20)
    assert sorted(done) == ["a", "b"]


def test_it_is_waited_for() -> None:
    done: list[int] = []
    workers = Workers()
    workers.run("a", lambda: done.append(1), wait_s=20)
    workers.run("a", lambda: done.append(2), wait_s=20)
    assert done == [1, 2]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_after_what_went_wrong_it_can_be_begun_anew() -> None:
    done: list[int] = []
    workers = Workers()
    workers.run("a", lambda: done[7], wait_s=20)
    workers.run("a", lambda: done.append(1), wait_s=20)
    assert done == [1]
