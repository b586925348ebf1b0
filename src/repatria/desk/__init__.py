"""What people do at the desk: one function a door, in the field's words.

The names are imported when first used, so that a door that needs no solver does not load one.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

from repatria.desk.session import DOORS

_WHERE: Final = {
    "AnswerRow": "claims",
    "CheckOffRow": "movements",
    "Desk": "session",
    "Entered": "session",
    "DeskCheck": "checking",
    "FactRow": "claims",
    "FollowUpRow": "aftermath",
    "IdentificationRow": "aftermath",
    "InterviewRow": "movements",
    "JudgementRow": "claims",
    "LineFile": "person",
    "ListOutcome": "intake",
    "ManifestRefused": "movements",
    "RemarkRow": "claims",
    "SignedDocument": "publication",
    "TallyOutcome": "aftermath",
    "TermsRefused": "agreements",
    "answer_claims": "claims",
    "check_desk": "checking",
    "check_off": "movements",
    "follow_up": "aftermath",
    "hidden_from": "intake",
    "identify": "aftermath",
    "judge_matches": "claims",
    "line_file": "person",
    "open_desk": "session",
    "openings": "publication",
    "permit": "session",
    "plan": "planning",
    "propose_terms": "agreements",
    "publish": "publication",
    "receive_list": "intake",
    "receive_remains": "aftermath",
    "reconcile": "reconciling",
    "record_facts": "claims",
    "record_interviews": "movements",
    "record_of": "intake",
    "record_statement": "claims",
    "records": "intake",
    "register_key": "agreements",
    "remark": "claims",
    "resume": "aftermath",
    "sign_manifest": "movements",
    "sign_terms": "agreements",
    "signed_documents": "publication",
    "suspend": "aftermath",
    "terms_in_force": "agreements",
    "visible": "intake",
    "withdraw": "aftermath",
}

__all__ = [
    "DOORS",
    "AnswerRow",
    "CheckOffRow",
    "Desk",
    "DeskCheck",
    "Entered",
    "FactRow",
    "FollowUpRow",
    "IdentificationRow",
    "InterviewRow",
    "JudgementRow",
    "LineFile",
    "ListOutcome",
    "ManifestRefused",
    "RemarkRow",
    "SignedDocument",
    "TallyOutcome",
    "TermsRefused",
    "answer_claims",
    "check_desk",
    "check_off",
    "exchanges",
    "follow_up",
    "hidden_from",
    "identify",
    "judge_matches",
    "line_file",
    "open_desk",
    "openings",
    "permit",
    "plan",
    "propose_terms",
    "publish",
    "receive_list",
    "receive_remains",
    "reconcile",
    "record_facts",
    "record_interviews",
    "record_of",
    "record_statement",
    "records",
    "register_key",
    "remark",
    "resume",
    "sign_manifest",
    "sign_terms",
    "signed_documents",
    "suspend",
    "terms_in_force",
    "visible",
    "withdraw",
]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'repatria.desk' has no attribute {name!r}")
    found = getattr(import_module(f"repatria.desk.{_WHERE[name]}"), name)
    globals()[name] = found
    return found
