"""The rule pack: topics with their phrases, cues and weights, read from TOML. Judges nothing itself."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from monitor.alerts.phrases import compile_phrases
from monitor.errors import RulePackError
from snapshots.records import Severity

LANGUAGES = ("en", "de", "fr", "es")


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One thing that people ask to be told about."""

    id: str
    label: str
    weight: int  # how grave it is that more may be done here
    phrases: Mapping[str, re.Pattern[str]]  # by language

    def is_in(self, text: str, language: str) -> bool:
        return _holds(self.phrases.get(language, self.phrases["en"]), text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Everything that a judgement rests on besides the texts."""

    topics: tuple[Topic, ...]  # the gravest first
    cues: Mapping[str, Mapping[str, re.Pattern[str]]]  # name -> language -> expression
    points: Mapping[str, int]  # what each sign adds to the sum
    thresholds: tuple[tuple[int, Severity], ...]  # from the gravest

    def has_cue(self, name: str, text: str, language: str) -> bool:
        cue = self.cues[name]
        return _holds(cue.get(language, cue["en"]), text)

    def severity(self, points: int) -> Severity:
        """Return the severity of a sum of points."""
        return next((severity for least, severity in self.thresholds if points >= least), Severity.LOW)


@lru_cache(maxsize=1 << 15)
def _holds(expression: re.Pattern[str], text: str) -> bool:
    # A page may say the same words in six places, and a version is judged against many topics.
    return expression.search(text) is not None


@cache
def default_pack() -> Pack:
    """Return the pack that ships with the package."""
    folder = resources.files("monitor.alerts")
    return read_pack(
        folder.joinpath("topics.toml").read_text("utf-8"), folder.joinpath("rules.toml").read_text("utf-8")
    )


def read_pack(topics: str, rules: str) -> Pack:
    """Return a pack from the text of its two files; raises `RulePackError` naming the table at fault."""
    topic_tables, rule_tables = _parse(topics, "topics.toml"), _parse(rules, "rules.toml")
    try:
        found = [
            Topic(
                id=name,
                label=table["label"],
                weight=table["weight"],
                phrases={
                    language: compile_phrases(table.get(language, ()), f"topics.toml: {name}.{language}")
                    for language in LANGUAGES
                },
            )
            for name, table in topic_tables.items()
        ]
        return Pack(
            topics=tuple(sorted(found, key=lambda topic: -topic.weight)),
            cues={
                name: {
                    language: compile_phrases(table.get(language, ()), f"rules.toml: cue.{name}.{language}")
                    for language in LANGUAGES
                }
                for name, table in rule_tables["cue"].items()
            },
            points=dict(rule_tables["points"]),
            thresholds=tuple(
                sorted(
                    ((least, Severity(name)) for name, least in rule_tables["thresholds"].items()),
                    reverse=True,
                )
            ),
        )
    except (KeyError, ValueError) as error:
        raise RulePackError(f"the rule pack lacks or mistakes {error}") from error


def _parse(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RulePackError(f"{name}: {error}") from error
