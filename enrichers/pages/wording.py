"""How pages say, in many languages, that they are not what was asked for."""

import re
import unicodedata
from typing import Final

_SEPARATOR = re.compile(r"\s[-–—|:·•»«/~]+\s|[|·•»]")
_NOT_A_WORD = re.compile(r"[^\w\s']+")

MOST_WORDS: Final = 12
"""In a message or the name of a site; a title with a longer part is that of a work."""

MOST_WORDS_OF_A_SITE: Final = 3

_FILLERS = "404 410 error http status code oops ooops sorry uh oh 1"
FILLERS: Final = frozenset(_FILLERS.split())
"""Words around the message; a title of nothing else is one if it holds the number."""

NUMBERS: Final = frozenset({"404", "410"})


def _phrases(text: str) -> frozenset[str]:
    return frozenset(normal(line) for line in text.strip().splitlines())


def normal(text: str) -> str:
    """A phrase in small letters, without signs."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return " ".join(_NOT_A_WORD.sub(" ", text).split())


def parts(title: str) -> list[str]:
    """A title, and its ends where signs divide it: beside the message stands the site's name.

    What stands before a colon does not count: titles of works begin like messages.
    """
    pieces = [piece for piece in _SEPARATOR.split(title) if piece.strip()]
    is_long = any(len(piece.split()) > MOST_WORDS for piece in pieces)
    ends = [] if is_long else [*pieces[:1], *pieces[-1:]]
    site, mark, last = title.rpartition(": ")
    if mark and len(site.split()) <= MOST_WORDS_OF_A_SITE:
        ends.append(last)
    return list(dict.fromkeys(map(normal, (title, *ends))))


def says(title: str, phrases: frozenset[str]) -> bool:
    """Whether a title, or its first or last part, is one of the phrases.

    A single word is one only alone: beside a name it may be the entry of a dictionary.
    """
    whole, *ends = parts(title)
    return whole in phrases or any(end in phrases and " " in end for end in ends)


def says_not_found(title: str) -> bool:
    """Whether a title or heading is the message that there is no such page."""
    return any(map(_is_not_found, parts(title)))


def _is_not_found(part: str) -> bool:
    words = part.split()
    kept = [word for word in words if word not in FILLERS]
    return " ".join(kept) in NOT_FOUND if kept else bool(NUMBERS & set(words))


NOT_FOUND: Final = _phrases("""
not found
page not found
file not found
url not found
document not found
object not found
resource not found
content not found
article not found
item not found
record not found
site not found
this page is not found
the page was not found
the page is not found
the page cannot be found
the page can't be found
the page could not be found
page cannot be found
page can't be found
page could not be found
page not found on this server
that page can't be found
this page can't be found
this page could not be found
the requested page could not be found
the requested page was not found
the requested page cannot be found
the requested page does not exist
the requested url was not found on this server
requested page not found
the page you requested could not be found
the page you requested was not found
the page you were looking for doesn't exist
the page you are looking for doesn't exist
the page you're looking for doesn't exist
the page you were looking for could not be found
the page you are looking for could not be found
the page you're looking for could not be found
the page you're looking for can't be found
the page you are looking for cannot be found
we can't find that page
we couldn't find that page
we can't find the page you're looking for
we couldn't find the page you were looking for
page does not exist
page doesn't exist
this page does not exist
this page doesn't exist
the page does not exist
page no longer exists
this page no longer exists
page no longer available
page not available
page unavailable
page missing
missing page
this page isn't available
this page is not available
nothing found
seite nicht gefunden
seite wurde nicht gefunden
die seite wurde nicht gefunden
diese seite existiert nicht
page introuvable
page non trouvée
cette page n'existe pas
la page demandée n'existe pas
página no encontrada
pagina non trovata
página não encontrada
pagina niet gevonden
sidan hittades inte
sidan kunde inte hittas
siden blev ikke fundet
siden ble ikke funnet
sivua ei löytynyt
sivua ei löydy
nie znaleziono strony
strona nie została znaleziona
stránka nenalezena
az oldal nem található
pagina nu a fost găsită
страница не найдена
сторінку не знайдено
sayfa bulunamadı
页面不存在
找不到页面
页面未找到
您访问的页面不存在
找不到網頁
ページが見つかりません
お探しのページは見つかりませんでした
페이지를 찾을 수 없습니다
""")

FAILURE: Final = _phrases("""
error
an error has occurred
an error occurred
something went wrong
server error
internal server error
500 internal server error
runtime error
server error in '/' application
service unavailable
503 service unavailable
502 bad gateway
bad gateway
database error
error establishing a database connection
this site can't be reached
account suspended
this account has been suspended
site temporarily unavailable
temporarily unavailable
site maintenance
under maintenance
down for maintenance
website unavailable
""")

FIRST_PAGE: Final = _phrases("""
apache2 ubuntu default page: it works
apache2 debian default page: it works
apache http server test page
test page for the apache http server
test page for the nginx http server
http server test page
welcome to nginx
iis windows server
iis windows
web server's default page
default web site page
default parallels plesk page
domain default page
welcome to caddy
it works
""")

LOGIN: Final = _phrases("""
log in
login
log in or sign up
log on
sign in
signin
sign in or register
sign in required
sign in to your account
login required
please log in
please sign in
user login
member login
authentication required
single sign on
web login service
central authentication service
anmelden
anmeldung
connexion
se connecter
iniciar sesión
accedi
登录
ログイン
""")

COOKIES: Final = _phrases("""
cookie absent
cookies required
cookies are required
cookies disabled
cookie not supported
cookies not supported
please enable cookies
enable cookies
before you continue
before you continue to google
before you continue to youtube
cookie consent required
""")

FOR_SALE: Final = _phrases("""
this domain is for sale
domain is for sale
domain for sale
this domain name is for sale
this domain may be for sale
the domain is for sale
buy this domain
this domain is parked
this domain is parked free
parked domain
domain parked
domain parking
parked at loopia
this domain has expired
domain expired
this domain is available
diese domain steht zum verkauf
ce nom de domaine est à vendre
""")

CHALLENGE: Final = _phrases("""
just a moment
einen moment
un momento
un instant
attention required cloudflare
access to this page has been denied
access denied
forbidden
403 forbidden
403 access denied
unauthorized
pardon our interruption
making sure you're not a bot
are you a robot
are you human
robot or human
robot check
bot check
bot verification
human verification
captcha
captcha check
captcha verification
radware captcha page
radware bot manager captcha
verify you are human
verifying you are human
verify that you are human
verifying your browser
checking your browser
checking your browser before accessing
please verify you are a human
security check
security checkpoint
vercel security checkpoint
security verification
client challenge
ddos guard
ddos protection
sucuri website firewall
sucuri website firewall access denied
validate user
access check
jstor access check
request rejected
web application firewall
the request could not be satisfied
sorry you have been blocked
one moment please
unusual traffic detected
too many requests
rate limit exceeded
""")
