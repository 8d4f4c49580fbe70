"""Texts that no policy has, made of phrases that the rules know and of odd characters. Asserts nothing."""

from __future__ import annotations

from hypothesis import strategies as st

from monitor.rules.pack_files import default_pack
from monitor.rules.words import words_of

PACK = default_pack()
ODD = [*"().;:|?!,“’ßİ²", "\u0000", "\u202e", "\ud800", "1 May 2027", "18"]

PHRASES = sorted({p.text for language in PACK.phrases for p in PACK.phrases[language] if "." not in p.text})
WORDS = st.sampled_from(PHRASES).map(
    lambda phrase: " ".join(w.text for w in words_of(phrase, PACK.languages) if w.text not in "()|*?#")
)
TEXTS = st.lists(WORDS | st.sampled_from(ODD) | st.text(max_size=12), max_size=25).map(" ".join) | st.text(max_size=200)
LANGUAGE = st.sampled_from((*PACK.phrases, "", "pt", "und"))
