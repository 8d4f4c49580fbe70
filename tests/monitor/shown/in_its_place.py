"""What sites show in the place of a document, by outcome: walls, checks, errors and shells in several styles."""

from __future__ import annotations

from snapshots.records import Outcome
from tests.monitor.shown.documents import CHROME, FOOT, html

_SCRIPTS = "<script src='/a.js'></script><script>window.s={};</script>" * 12
_LANGUAGES = "".join(f"<option>{name}</option>" for name in ("English", "Deutsch", "Français", "Polski", "日本語") * 9)

LOGIN = {
    "a password": html(
        "en",
        "Log in to Quay",
        "<h1>Log in</h1><form method=post action=/session><label>E-mail <input type=email></label>"
        "<label>Password <input type=password></label><button>Log in</button></form>",
    ),
    "the name first, German": html(
        "de",
        "Anmelden",
        "<main><h1>Willkommen zurück</h1><p>Geben Sie Ihre E-Mail-Adresse ein, um fortzufahren.</p>"
        "<form method=post action='/konto/signin'><input type=email autocomplete='username webauthn'>"
        "<button>Weiter</button></form><p>Neu hier? Legen Sie ein Konto an, das dauert keine Minute.</p></main>",
    ),
    "a password, Japanese": html(
        "ja",
        "ログイン",
        "<div id=app><h2>会員の方はこちら</h2><form><input name=id><input type=password name=pw>"
        "<button>ログイン</button></form><p>この先のページをご覧になるには、会員としてログインしてください。</p></div>",
    ),
    "a password, Polish, under the site's menu": html(
        "pl",
        "Przystań",
        CHROME + "<main><h1>Strefa żeglarza</h1><p>Ta część serwisu jest dostępna po podaniu hasła.</p>"
        "<form method=post><input name=u><input type=password name=p><button>Dalej</button></form></main>" + FOOT,
    ),
    "many languages to choose from": html(
        "fr",
        "Connexion",
        "<h1>Connectez-vous</h1><form action='/login'><input type=email placeholder='Adresse'>"
        f"<button>Continuer</button></form><select aria-label=Langue>{_LANGUAGES}</select>",
    ),
}
CONSENT = {
    "a dialog": html(
        "en",
        "Quay",
        "<div role=dialog aria-modal=true><h2>Cookies on Quay</h2><p>We use cookies to count visits, to"
        " remember your choices and to show you offers of our partners.</p><button>Accept all</button>"
        "<button>Manage preferences</button></div>" + _SCRIPTS,
    ),
    "a marked layer, Spanish": html(
        "es",
        "Antes de continuar",
        "<div id=cmp-wall class='consent-layer'><h1>Tu privacidad nos importa</h1><p>Nosotros"
        " y nuestros socios guardamos cookies en tu aparato para medir las visitas y mostrarte anuncios.</p>"
        "<button>Aceptar todo</button><button>Rechazar todo</button></div>" + _SCRIPTS,
    ),
    "forms with nothing to fill in, German": html(
        "de",
        "Bevor Sie fortfahren",
        "<main><h1>Bevor Sie fortfahren</h1><p>Wir verwenden Cookies und Daten, um unsere"
        " Dienste bereitzustellen, Ausfälle zu beobachten und uns vor Spam zu schützen.</p>"
        "<form action='https://consent.quay.example/save' method=post><input type=hidden name=a value=1>"
        "<button>Alle ablehnen</button></form><form action='https://consent.quay.example/save' method=post>"
        "<input type=hidden name=a value=2><button>Alle akzeptieren</button></form></main>",
    ),
    "a marked layer, Polish": html(
        "pl",
        "Przystań",
        "<div class='cookie-wall'><p>Razem z partnerami zapisujemy na Twoim urządzeniu pliki cookie i"
        " odczytujemy je, aby mierzyć ruch i dobierać reklamy.</p><button>Zgoda</button><button>Opcje</button></div>"
        + _SCRIPTS,
    ),
    "a dialog, Japanese": html(
        "ja",
        "港",
        "<dialog open><p>当サイトと提携会社は、訪問者数の計測と広告の表示のためにクッキーを使います。続けるには選んで"
        "ください。</p><button>すべて許可</button><button>設定</button></dialog>" + _SCRIPTS,
    ),
}
CHALLENGE = {
    "checking your browser": html(
        "en",
        "Just a moment...",
        "<h1>quay.example</h1><p>Checking your browser before you go on. This takes a few"
        " seconds.</p><div id=challenge-running></div>" + _SCRIPTS,
        "<meta http-equiv=refresh content=8>",
    ),
    "a widget, Polish": html(
        "pl",
        "quay.example",
        "<p>Zanim przejdziesz dalej, potwierdź, że jesteś człowiekiem.</p>"
        "<form method=post><div class=widget data-sitekey=0x4AAA></div><button>Dalej</button></form>",
    ),
    "a picture to read, French": html(
        "fr",
        "Contrôle",
        "<h1>Encore une étape</h1><p>Recopiez les lettres de l'image pour continuer.</p>"
        "<form action='/errors/validateCaptcha'><img src=/c.jpg><input name=letters><button>Continuer</button></form>",
    ),
    "a frame, Japanese": html(
        "ja",
        "確認",
        "<p>アクセスが集中しているため、操作しているのが人であることを確認しています。</p>"
        "<iframe src='https://checks.example/turnstile/v0/if/'></iframe>",
    ),
    "words alone": html(
        "en",
        "Sorry",
        "<p>Our systems have detected unusual traffic from your network. This page checks that it is"
        " really you who sends the requests, and not a program.</p>",
    ),
}
ERROR = {
    "a number": html("en", "404 Not Found", "<center><h1>404 Not Found</h1></center><hr><center>nginx</center>"),
    "words": html(
        "en", "Quay", "<div id=root><h2>This page isn't available right now</h2><p>The link may be broken, or the page"
        " may have been removed.</p><a href=/>Go back</a></div>" + _SCRIPTS,
    ),
    "under the site's menu, German": html(
        "de", "Quay", CHROME + "<main><h1>Seite nicht gefunden</h1><p>Die aufgerufene Seite gibt es nicht oder nicht"
        " mehr. Vielleicht hilft Ihnen die Suche weiter.</p></main>" + FOOT,
    ),
    "Polish": html(
        "pl", "Przystań", "<h1>Ups!</h1><p>Wystąpił błąd po naszej stronie i nie możemy teraz pokazać tej treści.</p>"
        "<p><a href=/>Strona główna</a></p>",
    ),
    "Japanese": html(
        "ja", "エラー", "<h1>お探しのページは見つかりません</h1><p>移動したか、削除されました。</p><a href=/>戻る</a>",
    ),
    "a language that nothing is known of": html(
        "fi", "Satama", "<h1>Voi ei</h1><p>Etsimääsi sivua ei juuri nyt voida näyttää, mutta korjaamme asian pian.</p>"
        "<p><a href=/>Etusivulle</a></p>",
    ),
}  # fmt: skip
EMPTY = {
    "scripts alone": html("en", "Quay", "<div id=root></div>" + _SCRIPTS),
    "it asks for scripts": html(
        "en", "Quay", "<noscript>You need scripts to see this.</noscript><div id=app></div>" + _SCRIPTS
    ),
    "a menu and nothing under it": html("en", "Quay", CHROME + "<main id=main></main>" + _SCRIPTS),
    "its own heading": html("en", "Privacy policy", "<h1>Privacy policy</h1>" + _SCRIPTS),
    "grey bars, Japanese": html(
        "ja", "港", "<div class=skeleton></div><div class=skeleton></div><p>読込中</p>" + _SCRIPTS
    ),
}

IN_ITS_PLACE = {
    Outcome.LOGIN_WALL: LOGIN,
    Outcome.CONSENT_WALL: CONSENT,
    Outcome.BOT_CHALLENGE: CHALLENGE,
    Outcome.ERROR_PAGE: ERROR,
    Outcome.EMPTY: EMPTY,
}
