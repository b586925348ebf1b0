"""Commands that are imported only when they are called, so that ``repatria --help`` answers at once.

`COMMANDS` says of each command where it is and what it does; a test holds both against the commands themselves.
"""

from __future__ import annotations

import importlib
import os
import re
import traceback
from collections.abc import Iterator, Sequence
from typing import Any, NoReturn

import click

from repatria.cli import voice
from repatria.errors import RepatriaError

COMMANDS: dict[str, tuple[str, str]] = {
    "desk": ("desk:desk", "Makes a desk, or says what is on it."),
    "key": ("desk:key", "Makes keys, and signs with them where they lie."),
    "register-key": ("desk:register_key", "Registers the key with which somebody signs from now on."),
    "list": ("lists:group", "Looks at lists without entering anything."),
    "receive-list": ("lists:receive_list", "Takes in a party's list."),
    "answer-claim": ("claims:answer_claim", "Enters the other party's answers to lines."),
    "remark": ("claims:remark", "Enters the listing party's remarks on answers."),
    "reconcile": ("matches:reconcile", "Proposes which lines of two lists are one person; a human decides."),
    "link": ("linking:link", "Proposes which lines of two lists are one person, with reasons."),
    "names": ("names:group", "Compares names."),
    "judge-match": ("matches:judge_match", "Enters what somebody judges of pairs of lines or specimens."),
    "record-fact": ("claims:record_fact", "Enters circumstances of a claim, or what a verifier found."),
    "record-statement": ("claims:record_statement", "Enters a public total, kept beside what is documented."),
    "figures": ("account:figures", "Shows public totals beside what the register documents."),
    "terms": ("terms:terms", "Checks, shows and compares terms."),
    "propose-terms": ("terms:propose_terms", "Puts a text of terms on the table."),
    "sign-terms": ("terms:sign_terms", "Confirms a text of terms for one party."),
    "exchange": ("exchange:exchange", "Shows an exchange, who falls under its terms, and plans who goes when."),
    "manifest": ("manifests:manifest", "Prints manifests."),
    "sign-manifest": ("movements:sign_manifest", "Signs manifests for a party or the mediator."),
    "record-interview": ("movements:record_interview", "Enters the outcomes of private interviews."),
    "check-off": ("movements:check_off", "Enters one side's check-off of a manifest."),
    "receive-remains": ("remains:receive_remains", "Enters one side's count of a consignment of remains."),
    "receive-profiles": ("remains:receive_profiles", "Takes in a laboratory's profiles."),
    "adopt-policy": ("remains:adopt_policy", "Puts a policy of identification in force."),
    "identify": ("remains:identify", "Enters a board's decision on whose remains a bag holds."),
    "withdraw": ("movements:withdraw", "Takes back a claim, a manifest not yet moved, or an identification."),
    "follow-up": ("movements:follow_up", "Enters visits after the return, and steps on remains."),
    "suspend": ("exchange:suspend", "Stops an exchange: nothing is signed until it is resumed."),
    "resume": ("exchange:resume", "Lets a suspended exchange go on."),
    "line": ("lines:line", "Shows the person on a line, by source."),
    "outstanding": ("lines:outstanding", "Shows what is to be done next: which step, who owes it, by when."),
    "kinship": ("kinship:kinship", "Weighs how likely profiles are under two stories of kinship."),
    "remains": ("dead:remains", "Finds out whose the remains are, for a board that decides."),
    "account": ("account:account", "Shows where every line ever handed in is; exit 1 when it does not balance."),
    "log": ("log:log", "Verifies a log offline."),
    "cert": ("serving:cert", "Makes a certificate for a desk, and an authority that tablets are told to trust."),
    "serve": ("serving:serve", "Serves a desk in a browser until it is stopped."),
    "demo": ("demo:demo", "Runs two whole exchanges on invented people."),
}
"""Name → where in `repatria.cli.commands`, and its first line of help."""

INTERRUPTED = 130
"""Exit status of a command stopped by Ctrl-C: 128 and the number of SIGINT, as shells have it."""


class Root(click.Group):
    """The command ``repatria``: finds commands by `COMMANDS`, and turns every failure into words and an exit status."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Returns the names of all commands, in the order of an exchange."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        """Imports a command and returns it, None when there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        found: click.Command = getattr(importlib.import_module(f"repatria.cli.commands.{module}"), name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """Writes the table of commands from `COMMANDS`, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Notes whether ``--json`` was asked for: a refusal before a command begins keeps that promise too."""
        ctx.meta["json"] = "--json" in args
        ctx.meta["words"] = tuple(args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command; exit status 1 when the answer is no, 2 when nothing was entered because of a refusal."""
        as_json = bool(ctx.meta["json"])
        voice.use_utf_8()
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.Abort):
            raise
        except click.ClickException as wrong:
            _refuse_usage(wrong, ctx.meta["words"], as_json=as_json)
        except RepatriaError as refusal:
            row = ctx.meta.get("rows", {}).get(refusal.place)
            refusal.place = f"{refusal.place} ({row})" if row else refusal.place
            voice.refuse(refusal, as_json=as_json)
            ctx.exit(refusal.exit_status)
        except KeyboardInterrupt:
            voice.message("interrupted")
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            raise
        except Exception as failure:  # noqa: BLE001 - the last line of defence: its text may hold a name
            if os.environ.get("REPATRIA_DEBUG") == "1":
                traceback.print_exception(failure)
            voice.refuse_unexpected(failure, as_json=as_json, kept=bool(ctx.meta.get("kept")))
            ctx.exit(RepatriaError.exit_status)


def _values(words: Sequence[str]) -> Iterator[str]:
    """Yields what was typed, also behind an equals sign, or set in the environment, except options; the longest first."""
    set_there = (value for name, value in os.environ.items() if name.startswith("REPATRIA_"))
    parts = {part for word in words for part in (word, *word.partition("=")[::2])}
    for value in sorted({*parts, *set_there} - {""}, key=len, reverse=True):
        if not re.fullmatch("-{1,2}[a-z][a-z-]*", value):
            yield value


def _refuse_usage(wrong: click.ClickException, words: Sequence[str], *, as_json: bool) -> NoReturn:
    """Tells what was typed wrongly, without repeating a value: it may be a name."""
    text = wrong.format_message()
    is_command = bool(words) and re.fullmatch("[a-z][a-z-]*", words[0])
    for value in _values(words[1:] if is_command else words):
        for quoted in (f"'{value}'", repr(value)):
            text = text.replace(quoted, "the value")
    if "unexpected extra argument" in text:
        text = "more arguments than expected; put words that belong together in quotation marks"
    if as_json:
        voice.document({"error": text, "hint": "see --help", "place": "", "findings": []})
    raise click.UsageError(text, ctx=getattr(wrong, "ctx", None))
