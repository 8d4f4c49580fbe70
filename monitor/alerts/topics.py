"""What a change is about: topics of a passage, of a finding and of an alert, the gravest first. Weighs no change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from monitor.alerts.news import LISTED, Sign
from monitor.alerts.passages import Passage
from monitor.claims.verdicts import Verdict
from monitor.rules import Pack

_MOST = 5  # topics of one passage
_INTRODUCED = frozenset(["ai_training", "ads_personalisation", "minors", "children_teens"])
_ASPECTS = ("legal_basis", "public_content", "minors", "right_to_object", "opt_out_form")
_PURPOSES = frozenset(["ai_training", "ads_personalisation"])
_SHARE = 0.34  # of a finding's passages that speak of a topic it is about
_TOLD = 8  # topics of one alert


def topics_of(
    passage: Passage, verdict: Verdict | None, language: str, pack: Pack, *, is_form: bool
) -> tuple[str, ...]:
    """Return what the words that came and went are about, else what the sentence is about."""
    changed = " … ".join(text for item in passage.news for text in (item.added, item.removed) if text)
    named = Counter(pack.topics_in(changed, language))
    for step in verdict.steps if verdict else ():
        for term in (*step.terms, *step.lost):
            named.update(term.concept.topics if term.concept else ())
    hunk = passage.news[0].hunk
    whole = " … ".join(item.text for item in passage.news)
    if hunk.segment_kind in LISTED:  # the purpose and the audience of an entry stand above it
        named.update(t for t in pack.topics_in(" ¶ ".join(hunk.context[-3:]), language) if t in _INTRODUCED)
    if not named or any(item.sign is Sign.REWORDED for item in passage.news):
        named.update(pack.topics_in(whole, language)[:1])
    kept = [t for t in named if _is_said(t, passage, pack, is_form=is_form)]
    return tuple(sorted(kept, key=lambda name: (-pack.topic(name).weight, -named[name], name)))[:_MOST]


def _is_said(topic: str, passage: Passage, pack: Pack, *, is_form: bool) -> bool:
    """Whether a topic that words point at is what the passage speaks of."""
    concepts = {c for s in passage.statements for c in s.concepts}
    kinds = {kind for kind, _ in concepts}
    names = {name for _, name in concepts}
    if topic == "opt_out_form":
        return is_form or bool(names & {"object", "form"} or ("requirements" in kinds and "rights" in kinds))
    told = {t.concept.id for d in passage.differences if (t := d.term).concept}
    if topic == "retention":
        return bool(names & {"keep", "delete"}) and any(
            t.kind in ("duration", "at_most", "at_least") for s in passage.statements for t in s.terms
        )
    if topic == "user_controls":
        return bool(told & {"control", "access", "accounts_center", "notify", "ask"})
    if topic == "product_scope":
        is_definition = any("definition" in s.flags for s in passage.statements) or bool(
            names & {"link_lists", "combine"}
        )
        return is_definition or "company_products" in told
    return True


def topics_of_finding(passages: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return what the passages of a finding are about: its leading passage's topics, and those that many share."""
    counted = Counter(topic for topics in passages for topic in topics)
    shared = [topic for topic, count in counted.most_common() if count >= _SHARE * len(passages)]
    # Of what is done for a purpose, the basis, the people and the way out are told wherever they are said.
    aspects = [t for t in _ASPECTS if counted[t]] if _PURPOSES & set(passages[0]) else []
    return tuple(dict.fromkeys([*passages[0][:2], *shared[:_MOST], *aspects]))


def topics_of_alert(findings: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Return what the findings of an alert are about, in their order."""
    return tuple(dict.fromkeys(topic for topics in findings for topic in topics))[:_TOLD]
