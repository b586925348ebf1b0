"""Several people at one desk at the same moment: everybody's acts are kept, and the log has each of them once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

AT = "2031-05-20T09:00:00Z"
CLERKS = 4
LINES = 24


def test_answers_typed_at_the_same_moment_are_all_kept(typist: Any) -> None:
    typist.write("sought.csv", "Surname,Given names\n" + "".join(f"Aster,Una {chr(97 + n)}\n" for n in range(LINES)))
    words = "receive-list sought.csv --party north --stance seeks --exchange return-2031"
    typist.type(words, by="north/delegate", at=AT)
    env = {**os.environ, "REPATRIA_DESK": str(typist.home / "desk.sqlite3"), "PYTHONPATH": os.pathsep.join(sys.path)}
    env |= {"REPATRIA_BY": "south/delegate", "REPATRIA_AT": AT}
    processes = []
    for clerk in range(CLERKS):
        rows = "".join(f"north-1:{n},held\n" for n in range(1 + clerk, LINES + 1, CLERKS))
        typist.write(f"answers-{clerk}.csv", "line,answer\n" + rows)
        command = [sys.executable, "-m", "repatria", "answer-claim", "--file", f"answers-{clerk}.csv", "--json"]
        processes.append(subprocess.Popen(command, cwd=typist.home, env=env, stdout=subprocess.PIPE))
    said = [json.loads(process.communicate(timeout=60)[0]) for process in processes]
    assert [one["entered"] for one in said] == [LINES // CLERKS] * CLERKS
    assert set(typist.states().values()) == {"held"}
    again = typist.type("answer-claim --file answers-0.csv --json", by="south/delegate", at=AT)
    assert json.loads(again.stdout)["log"] == {"size": 2 + LINES}
    found = json.loads(typist.type("log verify log --key log.vkey --desk desk.sqlite3 --json").stdout)
    assert (found["holds"], found["opened"]) == (True, 2 + LINES)
