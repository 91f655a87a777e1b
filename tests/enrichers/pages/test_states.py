"""What is called blocked, gone or suspicious, and above all what is not."""

from dataclasses import replace

import httpx2
import pytest

from enrichers.pages.model import Fetched, PageState
from enrichers.pages.states import challenge_in, state_of

URL = "https://journal.example/articles/2017/paper-12.html"
PROSE = "<p>" + "We study how deep networks approximate functions on compact sets. " * 60
NAVIGATION = "<nav>" + "<a href='/x'>Section of this site</a> " * 30 + "</nav>"


def answer(
    body: str = "",
    *,
    status: int = 200,
    final: str = URL,
    url: str = URL,
    content_type: str = "text/html",
) -> Fetched:
    return Fetched(
        url=url,
        state=PageState.ALIVE,
        final_url=final,
        redirects=() if final == url else (final,),
        status=status,
        content_type=content_type,
        body=body.encode(),
    )


def titled(title: str, body: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>"


SOFT_404 = [
    "404 Not Found",
    "Page not found",
    "Page not found | Example University",
    "Example University - Page Not Found",
    "404 - File or directory not found.",
    "Error 404 (Not Found)!!1",
    "Error 404",
    "404",
    "404 | Example",
    "Oops! Page not found &#8211; Example Lab",
    "Sorry, the page you were looking for doesn&#39;t exist",
    "The page you were looking for doesn’t exist (404)",
    "Site not found · GitHub Pages",
    "Object not found!",
    "This page isn&rsquo;t available",
    "Seite nicht gefunden – Institut für Mathematik",
    "Page introuvable",
    "Página no encontrada - Universidad",
    "Страница не найдена",
    "页面不存在",
    "ページが見つかりません",
]


@pytest.mark.parametrize("title", SOFT_404)
def test_a_page_that_says_there_is_none_is_suspicious(title: str) -> None:
    state, reason = state_of(answer(titled(title, NAVIGATION)))

    assert state is PageState.SUSPICIOUS
    assert reason


def test_the_main_heading_says_it_too() -> None:
    body = titled("Example University", f"{NAVIGATION}<h1 class='x'><b>Page</b> not found</h1>")

    assert state_of(answer(body))[0] is PageState.SUSPICIOUS


def test_a_short_plain_text_says_it_too() -> None:
    assert (
        state_of(answer("404: Not Found", content_type="text/plain"))[0] is PageState.SUSPICIOUS
    )


OTHER_EXCUSES = {
    "login": titled("Sign in - Example Accounts", "<form><input name=u></form>"),
    "login in another language": titled("Anmelden", "<input type='password'>"),
    "consent": titled("Before you continue to Example", "We use cookies")
    .replace("to Example", "to YouTube"),
    "cookies": titled("Cookie Absent", "Your browser takes no cookies."),
    "for sale": titled("example-lab.com is for sale | HugeDomains", "Buy it now"),
    "for sale by heading": titled("example-lab.com", "<h1>Buy this domain</h1>"),
    "parked": titled("example-lab.com", "<script src='//sedoparking.com/x.js'></script>"),
    "lander": "<html><head><script>window.onload=function(){window.location.href=\"/lander\"}"
    "</script></head></html>",
    "first page of a server": titled("Welcome to nginx!", "<h1>Welcome to nginx!</h1>"),
    "default page": titled("Apache2 Ubuntu Default Page: It works", "It works"),
    "failure": titled("Internal Server Error", "The server met a condition."),
    "database": titled("Error establishing a database connection"),
    "suspended": titled("Account Suspended", "Contact your hosting provider."),
    "nothing at all": "<html><head></head><body>\n</body></html>",
    "white space": "   \n",
    "comment": "<!-- nothing -->",
}  # fmt: skip


@pytest.mark.parametrize("body", OTHER_EXCUSES.values(), ids=OTHER_EXCUSES.keys())
def test_what_stands_in_place_of_a_page_is_suspicious(body: str) -> None:
    state, reason = state_of(answer(body))

    assert state is PageState.SUSPICIOUS
    assert reason


@pytest.mark.parametrize("content_type", ["text/html", "application/pdf", "text/plain"])
def test_an_empty_answer_is_suspicious(content_type: str) -> None:
    assert state_of(answer("", content_type=content_type))[0] is PageState.SUSPICIOUS


ORDINARY = {
    "an encyclopedia on 404": titled("HTTP 404 - Wikipedia", PROSE),
    "an article on pages not found": titled("Page not found", PROSE),
    "a paper with the words in its title": titled(
        "Not Found: Missing Data in Deep Learning", "<p>Abstract."
    ),
    "a novel use of 404": titled("Error 404: democracy not found in theory", "<p>A talk."),
    "a short article that declares itself": titled(
        "Page not found", '<meta name="citation_title" content="Page not found"><p>A poem.'
    ),
    "a short blog post": titled("404", '<meta property="og:type" content="article" /><p>Post'),
    "a paper on captchas": titled(
        "CAPTCHA: Using Hard AI Problems for Security", "<p>We introduce captcha."
    ),
    "a long page called so": titled("Just a moment...", PROSE),
    "an essay on robots": titled("Are you a robot?", PROSE),
    "prose about bot walls": titled(
        "Bot walls", PROSE + "<code>window._cf_chl_opt</code> captcha-delivery.com"
    ),
    "a guarded page": titled(
        "A theorem",
        "<p>Short.<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>"
        "<script src='/_Incapsula_Resource?SWJIYLWA=1'></script><script>_pxAppId='x'</script>",
    ),
    "a page with a login in its head": titled(
        "A theorem", "<form><input type=password></form><p>Short."
    ),
    "a paper on logins": titled("Sign in: a study of sign languages", "<input><p>Short"),
    "a page that is drawn by scripts": titled("App", "<div id=root></div><script>1</script>"),
    "a page without title": "<p>Lecture notes</p>",
    "an image of a page": "<html><body><img src='notes.png'></body></html>",
    "frames": "<frameset><frame src='a.html'></frameset>",
    "a listing": titled("Index of /~ada/papers", "<a href='a.pdf'>a.pdf</a>"),
    "a list of domains": titled("Links", "<a href='http://www.sedo.com'>Sedo</a> domains"),
    "cookies as a subject": titled("Cookies and privacy", "<p>Cookies are small files."),
    "a dictionary": titled("Error | Dictionary of Statistics", "<p>The difference."),
    "another dictionary": titled("Captcha - Glossary", "<p>A test."),
    "a case": titled("Client challenge | Example Consulting", "<p>What we did."),
    "a verse": titled("What we looked for: not found", "<p>A poem."),
    "an error analysis": titled("Error analysis", "<p>Notes."),
    "a lab named so": titled("Gone Fishing Lab", "<h1>People</h1>"),
}


@pytest.mark.parametrize("body", ORDINARY.values(), ids=ORDINARY.keys())
def test_an_ordinary_page_is_alive(body: str) -> None:
    assert state_of(answer(body)) == (PageState.ALIVE, "")


CHALLENGES = {
    "cloudflare": titled("Just a moment...", "<script>window._cf_chl_opt={}</script>"),
    "cloudflare in german": titled("Einen Moment…", "<noscript>JavaScript</noscript>"),
    "cloudflare block": titled("Attention Required! | Cloudflare", "Sorry"),
    "akamai": titled("Access Denied", "Reference https://errors.edgesuite.net/18"),
    "akamai challenge": titled("", "<div id='sec-if-cpt-container'></div>"),
    "datadome": titled("site.example", "<script src='https://ct.captcha-delivery.com/c.js'>"),
    "perimeterx": titled("Access to this page has been denied.", '<div id="px-captcha"></div>'),
    "imperva": titled("", "Request unsuccessful. Incapsula incident ID: 7-1"),
    "imperva by title": titled("Pardon Our Interruption", "As you were browsing"),
    "anubis": titled("Making sure you&#39;re not a bot!", "<p>Loading</p>"),
    "anubis by mark": titled("Oh noes", "<script id='anubis_challenge'>{}</script>"),
    "aws": titled("", "<script>window.gokuProps = {}</script>"),
    "captcha": titled("Captcha", "<img src=captcha.png>"),
    "a library": titled("JSTOR: Access Check", "Our systems have detected"),
    "robot": titled("Are you a robot?", "<p>Please confirm"),
    "a firewall": titled("Sucuri WebSite Firewall - Access Denied", ""),
}


@pytest.mark.parametrize("status", [200, 202, 403, 503])
@pytest.mark.parametrize("body", CHALLENGES.values(), ids=CHALLENGES.keys())
def test_a_challenge_is_blocked_whatever_its_status(body: str, status: int) -> None:
    state, reason = state_of(answer(body, status=status))

    assert state is PageState.BLOCKED
    assert reason


@pytest.mark.parametrize(
    ("headers", "who"),
    [
        ({"cf-mitigated": "challenge"}, "Cloudflare"),
        ({"X-Amzn-Waf-Action": "captcha"}, "AWS WAF"),
        ({"server": "cloudflare", "x-datadome": "protected"}, ""),
    ],
)
def test_some_challenges_say_so_in_a_header(headers: dict[str, str], who: str) -> None:
    assert challenge_in(httpx2.Headers(headers)) == who


ASTRAY = [
    (URL, "https://journal.example/"),
    (URL, "https://www.journal.example"),
    (URL, "https://journal.example/en/"),
    (URL, "https://journal.example/index.php"),
    ("https://lab.example/paper.pdf", "https://lab.example/"),
    ("https://www.math.things.example/~ada/a.html", "https://www.things.example/en/"),
    ("https://maths.things.ac.uk/people/ada/a.html", "https://things.ac.uk/"),
    (URL, "https://journal.example/404.html"),
    (URL, "https://journal.example/errors/not-found"),
    (URL, "https://journal.example/login?next=/articles/12"),
    (URL, "https://idp.journal.example/authorize?x=1"),
    (URL, "https://sso.university.example/cas/login"),
    (URL, "https://journal.example/action/cookieAbsent"),
    (URL, "https://consent.journal.example/m?continue=x"),
    (URL, "https://www.hugedomains.com/domain_profile.cfm?d=journal"),
]


@pytest.mark.parametrize(("url", "final"), ASTRAY)
def test_a_redirect_that_leads_astray_is_suspicious(url: str, final: str) -> None:
    state, reason = state_of(answer(titled("Welcome", PROSE), url=url, final=final))

    assert state is PageState.SUSPICIOUS
    assert reason


HONEST = [
    ("https://journal.example/", "https://www.journal.example/"),
    ("https://journal.example", "https://journal.example/en/"),
    ("https://lab.example/home", "https://lab.example/"),
    ("https://lab.example/en/index.html", "https://lab.example/"),
    ("https://lab.example/group", "https://lab.example/"),
    ("https://short.example/a/Xy12", "https://project.example/"),
    ("https://university.example/~ada/index.html", "https://ada.example/"),
    ("https://maths.things.ac.uk/people/ada/a.html", "https://other.ac.uk/"),
    ("https://ada.pages.example/talks/a.html", "https://berg.pages.example/"),
    ("http://lab.example/papers/a.html", "https://www.lab.example/papers/a.html"),
    ("https://lab.example/papers/a.html", "https://lab.example/?p=17"),
    ("https://lab.example/blog/login-security", "https://lab.example/posts/login-security"),
    ("https://lab.example/login/", "https://lab.example/auth/login"),
    ("https://lab.example/room/404", "https://lab.example/rooms/404/"),
    (URL, "https://www.auth.example/papers/12"),
    (URL, "https://journal.example/cas/papers"),
    (URL, "https://link.journal.example/paper?error=cookies_not_supported"),
]


@pytest.mark.parametrize(("url", "final"), HONEST)
def test_a_page_that_moved_is_alive(url: str, final: str) -> None:
    body = titled("Welcome", PROSE)

    assert state_of(answer(body, url=url, final=final)) == (PageState.ALIVE, "")


def test_a_document_is_alive_wherever_it_stands() -> None:
    paper = answer("%PDF-1.5 ...", final="https://x.example/", content_type="application/pdf")

    assert state_of(paper) == (PageState.ALIVE, "")


def test_what_has_nothing_to_read_is_alive() -> None:
    assert state_of(answer(content_type="image/png")) == (PageState.ALIVE, "")


def test_a_page_that_declares_a_work_is_alive_behind_a_login_address() -> None:
    body = titled("A theorem", '<meta name="citation_doi" content="10.1000/1">')

    assert state_of(answer(body, final="https://sso.example/login"))[0] is PageState.ALIVE


def test_a_challenge_beats_the_status() -> None:
    challenge = answer(CHALLENGES["cloudflare"], status=404)

    assert state_of(challenge)[0] is PageState.BLOCKED
    assert state_of(replace(challenge, body=b"<title>x</title>"))[0] is PageState.GONE
