"""Documents of made-up services: long and short, in alphabets and without, each with the declaration of it."""

from __future__ import annotations

from dataclasses import dataclass

from snapshots.records import Document, DocumentKind
from tests.monitor.pages import DOCUMENT, page


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A document as declared, and the page that shows it."""

    document: Document
    page: bytes


def html(language: str, title: str, body: str, head: str = "") -> bytes:
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><title>{title}</title>{head}</head><body>{body}</body></html>'
    ).encode()


def _declared(name: str, title: str, language: str, path: str) -> Document:
    return Document(
        id=name,
        title=title,
        service="Quay",
        kind=DocumentKind.PRIVACY_POLICY,
        url=f"https://quay.example/{path}",
        language=language,
    )


CHROME = (
    "<header><nav><ul><li><a href='/'>Quay</a></li><li><a href='/boats'>Boats</a></li><li><a href='/prices'>Prices</a>"
    "</li><li><a href='/weather'>Weather at the pier</a></li><li><a href='/login'>Log in</a></li></ul>"
    "<form action='/search' role='search'><input type='search' name='q' aria-label='Search'></form></nav></header>"
)
FOOT = (
    "<footer><ul><li><a href='/imprint'>Imprint</a></li><li><a href='/privacy'>Privacy</a></li><li><a href='/jobs'>"
    "Work with us</a></li><li><a href='/press'>Press</a></li></ul><p>Quay Berths Ltd, 4 Mole Street, Seaford.</p>"
    "</footer>"
)

LONG = html(
    "en",
    "Quay privacy policy",
    CHROME
    + "<main><h1>Privacy policy</h1>"
    + "".join(
        f"<h2>Berth {n}</h2><p>For berth number {n} we keep the name of the boat, its length and its owner.</p>"
        f"<p>The log of berth {n} is read by the harbour master alone, and wiped after {n + 2} months.</p>"
        f"<p>Whoever rents berth {n} may ask us in writing what we hold, and we answer within {n + 7} days.</p>"
        for n in range(1, 31)
    )
    + "</main>"
    + FOOT,
)
SHORT = html(
    "en",
    "Privacy notice",
    "<h1>Privacy notice</h1><p>This site sets no cookies and keeps no logs.</p>"
    "<p>If you write to us, we keep your letter until it is answered.</p>",
)
POLISH = html(
    "pl",
    "Polityka prywatności przystani",
    "<main><h1>Polityka prywatności</h1><h2>Co zapisujemy</h2>"
    "<p>Zapisujemy nazwę każdej łodzi oraz imię i nazwisko jej właściciela.</p>"
    "<p>Bosman notuje, kiedy łódź wpływa do przystani i kiedy z niej wypływa.</p>"
    "<p>Kamery na molo robią w nocy zdjęcia miejsc postojowych.</p><h2>Po co to robimy</h2>"
    "<p>Używamy tych danych, aby przydzielić łodzi miejsce i wystawić rachunek.</p>"
    "<p>Prywatnych wiadomości żeglarzy nie czytamy i nikomu ich nie przekazujemy.</p>"
    "<p>Liczymy odwiedziny, żeby wiedzieć, ile miejsc będzie potrzebnych za rok.</p><h2>Twoje prawa</h2>"
    "<p>W każdej chwili możesz sprzeciwić się użyciu swoich danych, pisząc do nas.</p>"
    "<p>Na prośbę wysyłamy kopię wszystkiego, co mamy, w ciągu trzydziestu dni.</p></main>",
)
JAPANESE = html(
    "ja",
    "プライバシーポリシー",
    "<main><h1>プライバシーポリシー</h1><h2>集める情報</h2>"
    "<p>港では、それぞれの船の名前と持ち主の名前を記録します。</p>"
    "<p>船が入った時刻と出た時刻は、港の事務所が帳簿に書きます。</p>"
    "<p>桟橋のカメラは、夜のあいだ係留場所の写真を撮ります。</p><h2>使いみち</h2>"
    "<p>記録した情報は、船に場所を割り当て、請求書を送るために使います。</p>"
    "<p>会員どうしの私的な手紙を読むことはなく、誰にも渡しません。</p>"
    "<p>来年いくつの場所が要るかを知るために、訪れた船の数をかぞえます。</p><h2>あなたの権利</h2>"
    "<p>手紙を書けば、いつでも情報の利用に反対することができます。</p>"
    "<p>求めがあれば、三十日以内にすべての記録の写しを送ります。</p></main>",
)

DOCUMENTS = {
    "harbour": Shown(document=DOCUMENT, page=page()),
    "long": Shown(document=_declared("quay-privacy", "Quay privacy policy", "en", "privacy"), page=LONG),
    "short": Shown(document=_declared("quay-notice", "Quay privacy notice", "en", "privacy-notice"), page=SHORT),
    "polish": Shown(document=_declared("quay-pl", "Polityka prywatności", "pl", "polityka-prywatnosci"), page=POLISH),
    "japanese": Shown(document=_declared("quay-ja", "プライバシーポリシー", "ja", "privacy"), page=JAPANESE),
}
