from repatria.desk.aftermath import FollowUpRow, Withdrawal, follow_up, resume, suspend, withdraw
from repatria.desk.checking import DeskCheck, check_desk
from repatria.desk.claims import (
    AnswerRow,
    FactRow,
    JudgementRow,
    RemarkRow,
    answer_claims,
    judge_matches,
    record_facts,
    record_statement,
    remark,
)
from repatria.desk.dead.boards import IdentificationRefused, IdentificationRow, PolicyOutcome, adopt_policy, identify
from repatria.desk.dead.following import RemainsRow, follow_remains
from repatria.desk.dead.laboratory import ProfilesOutcome, receive_profiles
from repatria.desk.dead.receiving import TallyOutcome, receive_remains
from repatria.desk.intake import ListOutcome, hidden_from, receive_list, record_of, records, visible
from repatria.desk.matching.reconciling import reconcile
from repatria.desk.movements import (
    CheckOffRow,
    InterviewRow,
    ManifestRefused,
    check_off,
    record_interviews,
    sign_manifest,
)
from repatria.desk.overview import exchanges
from repatria.desk.person import LineFile, line_file
from repatria.desk.planning import plan
from repatria.desk.publication import SignedDocument, openings, publish, signed_documents
from repatria.desk.session import DOORS, Desk, Entered, open_desk, permit
from repatria.desk.terms.agreements import TermsRefused, propose_terms, register_key, sign_terms, terms_in_force

__all__ = [
    "DOORS",
    "AnswerRow",
    "CheckOffRow",
    "Desk",
    "DeskCheck",
    "Entered",
    "FactRow",
    "FollowUpRow",
    "IdentificationRefused",
    "IdentificationRow",
    "InterviewRow",
    "JudgementRow",
    "LineFile",
    "ListOutcome",
    "ManifestRefused",
    "PolicyOutcome",
    "ProfilesOutcome",
    "RemainsRow",
    "RemarkRow",
    "SignedDocument",
    "TallyOutcome",
    "TermsRefused",
    "Withdrawal",
    "adopt_policy",
    "answer_claims",
    "check_desk",
    "check_off",
    "exchanges",
    "follow_remains",
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
    "receive_profiles",
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
