"""One policy for two regions, in two spellings and in other languages, in words of our own."""

from __future__ import annotations

from tests.monitor.shown.documents import html

_COMMON = [
    f"The harbour office keeps the log of berth {n} and the name of each boat that lay there." for n in range(1, 25)
]
_EU = [
    "If you live in the European Region, the controller of your information is Quay Ireland Limited.",
    "We rely on our legitimate interests to count visits, and the GDPR gives you the right to object.",
    "The legal basis for billing is our contract with you; ask our Data Protection Officer about it.",
    "You can complain to the Data Protection Commission, our lead supervisory authority.",
    "We send the log out of the European Economic Area under standard contractual clauses.",
    "The legal basis for the cameras is our legitimate interests, as the GDPR asks us to say.",
    "In the European Region, the Data Protection Officer answers within a month.",
    "Under the GDPR you may ask for a copy; in the European Union that is free.",
]
_US = [
    "Your private messages with the harbour office are used to train AI.",
    "Quay Inc. runs the harbour, and sells a list of visitors to partners.",
    "Residents of a state with a privacy law may read the notice for their state.",
]


def policy(region: str, *, day: str = "3 February 2025", extra: str = "", spelling: str = "GB") -> bytes:
    """Return the text of a region ("eu", "us"), dated, in British or American spelling."""
    sentences = [*_COMMON, *(_EU if region == "eu" else _US)]
    text = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    written = _SPELT + (f"<p>{extra}</p>" if extra else "")
    if spelling == "US":
        for british, american in _AMERICAN.items():
            written, day = written.replace(british, american), day.replace("3 February 2025", "February 3, 2025")
    return html(
        "en", "Quay privacy policy", f"<main><h1>Privacy policy</h1><p>Effective {day}</p>{text}{written}</main>"
    )


_SPELT = (
    "<p>We personalise the list of berths, and recognise boats by their colour.</p><p>The harbour centre organises"
    " races.</p><p>We authorise nobody to analyse the behaviour of crews at sea.</p>"
)
_AMERICAN = {
    "personalise": "personalize",
    "recognise": "recognize",
    "colour": "color",
    "centre": "center",
    "organise": "organize",
    "authorise": "authorize",
    "analyse": "analyze",
    "behaviour": "behavior",
}

OTHER_LANGUAGES = {
    "de": [
        "Wir bewahren den Namen jedes Bootes und den Namen seines Eigners auf.",
        "Das Hafenbüro schreibt auf, wann ein Boot kommt und wann es wieder fährt.",
        "Kameras an der Mole nehmen in der Nacht Bilder der Liegeplätze auf.",
        "Sie können der Nutzung Ihrer Daten jederzeit schriftlich widersprechen.",
    ],
    "pl": [
        "Zapisujemy nazwę każdej łodzi oraz imię i nazwisko jej właściciela.",
        "Bosman notuje, kiedy łódź wpływa do przystani i kiedy z niej wypływa.",
        "Kamery na molo robią w nocy zdjęcia miejsc postojowych.",
        "W każdej chwili możesz sprzeciwić się użyciu swoich danych, pisząc do nas.",
    ],
    "ja": [
        "港では、それぞれの船の名前と持ち主の名前を記録します。",
        "船が入った時刻と出た時刻は、港の事務所が帳簿に書きます。",
        "桟橋のカメラは、夜のあいだ係留場所の写真を撮ります。",
        "手紙を書けば、いつでも情報の利用に反対することができます。",
    ],
}


def translated(language: str) -> bytes:
    """Return the policy in another language, about as long, under the heading that language has for it."""
    heading = {"de": "Datenschutzerklärung", "pl": "Polityka prywatności", "ja": "プライバシーポリシー"}[language]
    lines = "".join(f"<p>{n}. {line}</p>" for n in range(10) for line in OTHER_LANGUAGES[language])
    return html(language, heading, f"<main><h1>{heading}</h1>{lines}</main>")
