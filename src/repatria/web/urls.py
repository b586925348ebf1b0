"""Where each page is. A door of the desk has its one name here too."""

from __future__ import annotations

from django.urls import include, path, register_converter

from repatria.web import languages
from repatria.web.pages import (
    administration,
    demo,
    handover,
    invitation,
    lists,
    matching,
    numbers,
    observing,
    remains,
    signing_judgements,
    staying,
    work,
)
from repatria.web.pages.dead import boards, following, judging, receiving, searching, trays
from repatria.web.pages.doors import claims, crossing, exchange, handing_in, many, people
from repatria.web.pages.movements import manifests, plan
from repatria.web.pages.terms import counting, proposing, signing, talks


class Reference:
    """A reference of a line or a list, as it stands in an address; it says nothing about a person."""

    regex = "[a-z][a-z0-9]{0,31}-[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> str:
        """Returns the text."""
        return value

    def to_url(self, value: str) -> str:
        """Returns the text."""
        return value


class OfLine(Reference):
    """A reference of a line."""

    regex = Reference.regex + ":[1-9][0-9]{0,8}"


class Token(Reference):
    """A random name that nobody can guess."""

    regex = "[A-Za-z0-9_-]{22}"


class Secret(Reference):
    """The secret of a link to a seat: 43 letters of base64url."""

    regex = "[A-Za-z0-9_-]{43}"


class Exchange(Reference):
    """The name of an exchange: lower-case words joined by hyphens."""

    regex = "[a-z][a-z0-9]*(?:-[a-z0-9]+)*"


class OfManifest(Reference):
    """A number of a manifest."""

    regex = "M-[0-9]{4,9}"


class Digest(Reference):
    """A SHA-256 digest in hexadecimal."""

    regex = "[0-9a-f]{64}"


register_converter(Secret, "secret")
register_converter(Exchange, "exchange")
register_converter(Digest, "digest")
register_converter(Token, "token")
register_converter(Reference, "list")
register_converter(OfLine, "line")
register_converter(OfManifest, "manifest")

urlpatterns = [
    path("", work.work, name="work"),
    path("outstanding/", work.outstanding, name="outstanding"),
    path("lists/", lists.lists, name="lists"),
    path("lists/<list:of>/", lists.one_list, name="list"),
    path("lines/<line:ref>/", lists.line, name="line"),
    path("matching/", matching.matching, name="matching"),
    path("matching/groups/", matching.groups, name="groups"),
    path("matching/contradictions/", matching.contradicting, name="contradictions"),
    path("matching/habits/", matching.habits, name="judging-habits"),
    path("matching/<list:left>/<list:right>/", matching.proposals, name="proposals"),
    path("judge-match/signatures/", signing_judgements.sign, name="sign-judgements"),
    path("judge-match/undo/", matching.undo, name="undo-judgement"),
    path("judge-match/<line:left>/<line:right>/", matching.pair, name="judge-match"),
    path("judge-match/<line:left>/none-of/<list:of>/", matching.none_of_these, name="none-of-these"),
    path("account/", numbers.account, name="account"),
    path("remains/", remains.remains, name="remains"),
    path("remains/conclusions/", remains.conclusions, name="conclusions"),
    path("remains/searches/", searching.searches, name="searches"),
    path("remains/searches/families/", searching.search, name="new-search"),
    path("remains/searches/specimens/", searching.reassociate, name="new-reassociation"),
    path("remains/searches/<token:token>/", searching.one_search, name="search"),
    path("remains/searches/<token:token>/<slug:language>-<int:row>.pdf", searching.report, name="search-report"),
    path("remains/searches/<token:token>/<str:name>", searching.result, name="search-result"),
    path("remains/<list:of>/", remains.consignment, name="consignment"),
    path("identifications/<slug:ref>/", remains.identification, name="identification"),
    path("log/", numbers.log, name="log"),
    path("log/verify/", numbers.verify, name="verify"),
    path("log/tiles.zip", numbers.tiles, name="tiles"),
    path("observing/", observing.observing, name="observing"),
    path("observing/numbers.csv", observing.numbers, name="observing-csv"),
    path("receive-list/", handing_in.receive_list, name="receive-list"),
    path("receive-list/<token:draft>/", handing_in.draft, name="draft"),
    path("receive-list/<token:draft>/mend.csv", handing_in.mend, name="mend"),
    path("answer-claim/", claims.answers, name="answer-claim"),
    path("answer-claim/<line:ref>/", claims.answer_claim, name="answer-claim-line"),
    path("remark/", claims.remarks, name="remark"),
    path("remark/<line:ref>/", claims.remark, name="remark-line"),
    path("record-fact/", claims.facts, name="record-fact"),
    path("record-fact/<line:ref>/", claims.record_fact, name="record-fact-line"),
    path("record-interview/", people.interviews, name="record-interview"),
    path("record-interview/<line:ref>/", people.record_interview, name="record-interview-line"),
    path("follow-up/", people.visits, name="follow-up"),
    path("follow-up/<line:ref>/", people.follow_up, name="follow-up-line"),
    path("withdraw/", people.withdraw, name="withdraw"),
    path("exchanges/", talks.exchanges, name="exchanges"),
    path("exchanges/<exchange:exchange>/", talks.exchange, name="exchange"),
    path("exchanges/<exchange:exchange>/eligible/", counting.eligible, name="eligible"),
    path("exchanges/<exchange:exchange>/<digest:digest>/", talks.text, name="terms-text"),
    path("exchanges/<exchange:exchange>/<digest:digest>/what-if/", counting.what_if, name="what-if"),
    path("propose-terms/", proposing.propose_terms, name="propose-terms"),
    path("sign-terms/", signing.texts, name="sign-terms"),
    path("sign-terms/<exchange:exchange>/<digest:digest>/", signing.sign_terms, name="sign-terms-text"),
    path("plan/<exchange:exchange>/", plan.plan, name="plan"),
    path("manifests/", manifests.manifests, name="manifests"),
    path("manifests/<manifest:manifest>/", manifests.manifest, name="manifest"),
    path("manifests/<manifest:manifest>/print/", manifests.print_manifest, name="print-manifest"),
    path("sign-manifest/", manifests.to_be_signed, name="to-be-signed"),
    path("sign-manifest/<manifest:manifest>/", manifests.sign_manifest, name="sign-manifest"),
    path("suspend/", exchange.suspend, name="suspend"),
    path("resume/", exchange.resume, name="resume"),
    path("record-statement/", exchange.record_statement, name="record-statement"),
    path("receive-remains/", receiving.consignments, name="receive-remains"),
    path("receive-remains/<list:of>/", receiving.receive_remains, name="count-remains"),
    path("receive-profiles/", receiving.receive_profiles, name="receive-profiles"),
    path("adopt-policy/", receiving.adopt_policy, name="adopt-policy"),
    path("judge-match/specimens/", judging.specimens, name="judge-specimens"),
    path("judge-match/specimens/file/", judging.many_specimens, name="judge-specimens-file"),
    path("identify/", boards.decisions, name="identify"),
    path("identify/<line:ref>/", boards.bring, name="identify-bag"),
    path("identify/waiting/<int:number>/", boards.decision, name="decision"),
    path("identify/waiting/<int:number>/evidence/", boards.evidence, name="decision-evidence"),
    path("follow-up/remains/", following.follow_remains_up, name="follow-remains"),
    path("<slug:door>/tray/<token:tray>/", trays.tray, name="tray"),
    path("handover/", handover.handover, name="handover"),
    path("handover/worker.js", handover.worker, name="handover-worker"),
    path("handover/<manifest:manifest>/", handover.app, name="handover-app"),
    path("handover/<manifest:manifest>/pack/", handover.pack, name="handover-pack"),
    path("handover/<manifest:manifest>/file/", handover.one_file, name="handover-file"),
    path("check-off/<manifest:manifest>/", crossing.check_off_one, name="check-off"),
    path("check-off/<manifest:manifest>/file/", crossing.from_crossing, name="check-off-file"),
    path("check-off/<manifest:manifest>/sync/", crossing.sync, name="sync"),
    path("<slug:door>/file/", many.many, name="many"),
    path("stay/", staying.stay, name="stay"),
    path("typed/", staying.typed, name="typed"),
    path("language/", languages.choose, name="language"),
    path("demo/", demo.sign_in, name="demo"),
    path("administration/", administration.administration, name="administration"),
    path("administration/seats/new/", administration.invite, name="invite"),
    path("administration/seats/<int:number>/confirm/", administration.confirm, name="confirm-invitation"),
    path("administration/seats/<int:number>/close/", administration.close, name="close-seat"),
    path("administration/retention/", administration.retention, name="retention"),
    path("register-key/", administration.register_key, name="register-key"),
    path("invitation/<secret:secret>/", invitation.take, name="invitation"),
    path("sign-in/", include("repatria.web.signing")),
]

handler404 = "repatria.web.pages.refusals.not_found"
handler403 = "repatria.web.pages.refusals.forbidden"
handler500 = "repatria.web.pages.refusals.failed"
