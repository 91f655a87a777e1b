"""Entries of lists in other languages than English, about works with English records or not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from tests.standin.pages import Page
from tests.standin.records import Name, Record
from tests.standin.wild.entries import ANYTHING, FILE, Desk, Entry, page_of
from tests.standin.wild.papers import DIALECTS, UNREGISTERED, wall
from tests.standin.wild.works import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """A language, in which titles are put together of three parts."""

    form: str
    methods: tuple[str, ...]
    things: tuple[str, ...]
    aims: tuple[str, ...]
    people: tuple[tuple[str, Name], ...]
    """As they write themselves, and as registries do."""
    post: str
    """How a post about a paper is called."""

    def title(self, desk: Desk) -> str:
        """A title in it; the number keeps it from being another work's."""
        choose = desk.chance.choice
        parts = choose(self.methods), choose(self.things), choose(self.aims)
        return self.form.format(*parts, desk.number())


CHINESE = Tongue(
    form="基于{0}的{1}{2}（编号{3}）",
    methods=("深度学习", "图神经网络", "变分推断", "随机矩阵", "最优传输", "强化学习"),
    things=("遥感图像", "蛋白质结构", "交通流量", "语音信号", "偏微分方程", "知识图谱"),
    aims=("分类方法", "预测研究", "收敛性分析", "综述", "压缩算法", "鲁棒优化"),
    people=(
        ("张伟", Name(family="Zhang", given="Wei")),
        ("李娜", Name(family="Li", given="Na")),
    ),
    post="论文笔记：{}",
)
RUSSIAN = Tongue(
    form="{0} в задаче {1} {2} номер {3}",
    methods=("Глубокое обучение", "Метод ветвей", "Случайные матрицы", "Байесовский вывод"),
    things=("распознавания образов", "прогноза нагрузки", "сжатия сигналов", "поиска путей"),
    aims=("при малых выборках", "на графах", "с ограничениями", "в условиях шума"),
    people=(
        ("Пётр Иванов", Name(family="Ivanov", given="Petr")),
        ("Анна Щукина", Name(family="Shchukina", given="Anna")),
    ),
    post="Разбор статьи: {}",
)
FRENCH = Tongue(
    form="{0} pour {1} {2}, numéro {3}",
    methods=("Apprentissage profond", "Transport optimal", "Méthodes spectrales"),
    things=("la segmentation d'images", "la prévision des crues", "l'étude des graphes"),
    aims=("à grande échelle", "en présence de bruit", "sous contraintes"),
    people=(
        ("Chloé Lefèvre", Name(family="Lefevre", given="Chloe")),
        ("Noël Béranger", Name(family="Béranger", given="N.")),
    ),
    post="Notes de lecture : {}",
)
GERMAN = Tongue(
    form="{0} für {1} {2}, Nummer {3}",
    methods=("Tiefe neuronale Netze", "Spektrale Verfahren", "Bayessche Schätzer"),
    things=("die Bildsegmentierung", "die Vorhersage von Hochwasser", "große Graphen"),
    aims=("unter Nebenbedingungen", "bei starkem Rauschen", "mit wenigen Beispielen"),
    people=(
        ("Jürgen Müller", Name(family="Müller", given="Jürgen")),
        ("Käthe Weiß", Name(family="Weiss", given="Kaethe")),
    ),
    post="Besprechung: {}",
)
TONGUES = (CHINESE, RUSSIAN, FRENCH, GERMAN)


def _translated(desk: Desk) -> Entry:
    """A list that calls an English paper by a translation of its title."""
    tongue = desk.chance.choice(TONGUES)
    target = desk.work(desk.one("doi", "both", "apart", "arxiv"))
    label = tongue.title(desk)
    preprint, doi = target.record.preprint, target.record.doi
    url = (
        f"https://doi.org/{doi}" if doi else f"https://arxiv.org/abs/{preprint and preprint.id}"
    )
    pages: tuple[Page, ...] = ()
    if doi and desk.is_so(0.6):
        url = f"https://{desk.host('journal')}/article/{desk.number()}"
        pages = (page_of(target, url, *desk.chance.choice(DIALECTS)),)
    return Entry(
        trap="translated label",
        url=url,
        label=label,
        ids=target.ids,
        types=target.types,
        pages=pages,
    )


def _own(desk: Desk, tongue: Tongue, *, known: float = 1.0) -> tuple[Target, tuple[str, ...]]:
    """A work in a language that the record does not speak, or does; and who wrote it."""
    is_translated = desk.is_so(0.5)
    title = tongue.title(desk)
    signed, names = zip(*tongue.people, strict=True)
    record = Record(
        doi=f"10.4992/tongue.{desk.number()}",
        title=desk.library.unused_title() if is_translated else title,
        other_titles=(title,) if is_translated and desk.is_so(0.5) else (),
        authors=tuple(names),
        issued="2019-04",
        venue="Vestnik",
        publisher="Made-up Press",
    )
    is_known = desk.is_so(known)
    if is_known:
        desk.library.records.append(record)
    ids = (f"doi:{record.doi}",) if is_known else ()
    return Target(record=replace(record, title=title, other_titles=()), ids=ids), signed


def _journal_page(desk: Desk) -> Entry:
    """A journal's page in its own language, with the DOI; the record may be in English."""
    target, signed = _own(desk, desk.chance.choice(TONGUES))
    url = f"https://{desk.host('journal')}/article/{desk.number()}"
    meta = (
        ("citation_title", target.title),
        *(("citation_author", person) for person in signed),
        ("citation_doi", target.record.doi),
        ("citation_publication_date", "2019/04"),
    )
    page = Page(url=url, title=target.title, meta=meta)
    label = desk.one(target.title, target.title, "", "pdf")
    return Entry(
        trap="page in another language",
        url=url,
        label=label,
        ids=target.ids,
        pages=(page,),
    )


def _by_words(desk: Desk) -> Entry:
    """A paper in another language, to be found by its title alone."""
    target, signed = _own(desk, desk.chance.choice(TONGUES), known=1 - UNREGISTERED)
    record = next((r for r in desk.library.records if r.doi == target.record.doi), None)
    ids = target.ids if record and record.title == target.title else ()
    url = f"https://{desk.host('people')}/papers/{desk.number()}.pdf"
    page = Page(url=url, kind="pdf", title=target.title, authors=signed)
    if desk.is_so(0.5):
        page = wall(desk, url)
    return Entry(
        trap=f"paper in another language{'' if ids else ', unregistered'}",
        url=url,
        label=target.title,
        ids=ids,
        types=FILE if not ids else ANYTHING,
        pages=(page,),
    )


def _foreign_post(desk: Desk) -> Entry:
    """A post in another language about an English paper."""
    tongue = desk.chance.choice(TONGUES)
    target = desk.work("doi")
    title = tongue.post.format(desk.one(tongue.title(desk), target.title))
    url = f"https://{desk.host('blog')}/2021/04/{desk.number()}/"
    page = Page(
        url=url,
        title=title,
        authors=(tongue.people[0][0],),
        date="2021-04-02",
        body=(f"doi:{target.record.doi}",),
        links=((f"https://doi.org/{target.record.doi}", target.title),),
        meta=(("og:type", "article"),),
    )
    label = desk.one(title, target.title, "", "link")
    return Entry(trap="post in another language", url=url, label=label, pages=(page,))


TONGUE_ENTRIES: Mapping[Callable[[Desk], Entry], int] = {
    _translated: 3,
    _journal_page: 2,
    _by_words: 2,
    _foreign_post: 1,
}
"""The makers of entries, and how often each is used."""
