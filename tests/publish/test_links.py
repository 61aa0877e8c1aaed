"""Links of the published pages: what is reported and what is not."""

from __future__ import annotations

import pytest

from generator.model.artifact import Artifact
from generator.publish import links as publish_links
from generator.publish.errors import PublishError
from generator.publish.links import Fault, Links


def faults(
    files: dict[str, str], base_path: str = "/", assumed: tuple[str, ...] = ()
) -> list[tuple[str, str]]:
    found = _faults(files, base_path, assumed)
    return [(fault.page, fault.link) for fault in found]


def _faults(files: dict[str, str], base_path: str, assumed: tuple[str, ...]) -> tuple[Fault, ...]:
    content = {path: text.encode() for path, text in files.items()}
    links = Links(base_path)
    for path, data in content.items():
        links.scan(Artifact(path, data))
    return links.faults(content.keys(), content.__getitem__, assumed=assumed)


SITE = {
    "index.html": '<a id="top-of-all" href="schools/s-1/">一</a>',
    "schools/s-1/index.html": '<h1 id="name">一</h1><h2 id="结果">二</h2>',
    "assets/a.css": "body{}",
    "404.html": "",
}


@pytest.mark.parametrize(
    "link",
    [
        "schools/s-1/",
        "schools/s-1",
        "schools/s-1/index.html",
        "./schools/s-1/#name",
        "schools/s-1/#%E7%BB%93%E6%9E%9C",
        "schools/s-1/?x=1#name",
        ".",
        "",
        "#",
        "#top",
        "#top-of-all",
        "/schools/s-1/",
        "assets/a.css",
        "schools/../assets/a.css",
        "mailto:office@example.org",
        "data:image/png;base64,AA==",
        "https://example.org/",
        "schools/s-1/#:~:text=x",
    ],
)
def test_link_that_leads_somewhere_is_accepted(link: str) -> None:
    """Every form of link that a browser follows is known."""
    assert faults({**SITE, "index.html": SITE["index.html"] + f'<a href="{link}">x</a>'}) == []


@pytest.mark.parametrize(
    "link",
    [
        "schools/s-2/",
        "schools/s-1/#nothing",
        "#nothing",
        "../x/",
        "/x/",
        "assets/",
        "javascript:alert(1)",
        "S/s-1/",
    ],
)
def test_link_that_leads_nowhere_is_reported(link: str) -> None:
    """A dead link is found in a file, an anchor, above the site, in a folder without index, in other case."""
    assert faults({**SITE, "404.html": f'<a href="{link}">x</a>'}) == [("404.html", link)]


@pytest.mark.parametrize(
    "markup",
    [
        "<a href='gone/'>x</a>",
        "<a href=gone/>x</a>",
        '<A HREF="gone/">x</A>',
        '<a\nhref = "gone/">x</a>',
        '<img src="gone/">',
        '<img srcset="assets/a.css 1x, gone/ 2x">',
        '<script src="gone/"></script>',
        '<link rel="stylesheet" href="gone/">',
        '<form action="gone/"></form>',
        '<video poster="gone/"></video>',
        '<object data="gone/"></object>',
        '<svg><use xlink:href="gone/"/></svg>',
        '<p style="background:url(gone/)">',
        "<style>@import 'gone/';</style>",
        '<meta http-equiv="refresh" content="0; url=gone/">',
    ],
)
def test_dead_link_is_found_in_any_markup(markup: str) -> None:
    """The fast scan must not be blind to quotes, case, or the rarer elements."""
    assert faults({**SITE, "404.html": markup}) == [("404.html", "gone/")]


@pytest.mark.parametrize(
    "markup",
    [
        '<script src="https://cdn.example/x.js"></script>',
        '<img src="//cdn.example/x.png">',
        '<img src=" https://cdn.example/x.png">',
        '<img src="&#104;ttps://cdn.example/x.png">',
        '<img srcset="https://cdn.example/x.png 2x">',
        '<link rel="stylesheet" href="https://cdn.example/x.css">',
        '<link rel="preconnect" href="https://cdn.example">',
        '<link href="https://cdn.example" rel="icon canonical">',
        '<iframe src="HTTP://cdn.example"></iframe>',
        '<form action="https://cdn.example"></form>',
        '<svg><image href="https://cdn.example/x.svg"/></svg>',
        "<style>body{background:url('https://cdn.example/x.png')}</style>",
        '<p style="background:url(//cdn.example/x.png)">',
        # Beside text that only looks like one, and in tags of which parsers could take the end elsewhere.
        '<p title="src=//cdn.example/x.png">src=//cdn.example</p><img src=//cdn.example/x.png>',
        '<p title="<b>"><img alt="a > b" src=//cdn.example/x.png>',
        """<img a'b="'>" src=//cdn.example/x.png>""",
        "<img title='\"' src=//cdn.example/x.png alt='\"'>",
    ],
)
def test_request_to_another_host_is_reported(markup: str) -> None:
    """No page may tell another host who reads it."""
    assert len(faults({**SITE, "404.html": markup})) == 1


def test_style_sheet_is_checked_too() -> None:
    """A font of another host would be fetched by every page."""
    css = "@import url(https://fonts.example/a.css); p{background:url('../gone.png')}"
    assert faults({**SITE, "assets/a.css": css}) == [
        ("assets/a.css", "https://fonts.example/a.css"),
        ("assets/a.css", "../gone.png"),
    ]


def test_canonical_and_plain_external_links_are_fine() -> None:
    """They name a page and fetch nothing."""
    page = '<link rel="canonical" href="https://a.example/"><link href="https://a.example/" rel="license">'
    assert faults({**SITE, "404.html": page + '<a class="x" href="http://b.example/">b</a>'}) == []


def test_text_that_looks_like_a_link_is_not_one() -> None:
    """Scripts and escaped text may say ``href="…"``."""
    page = """<script>var x = '<a href="gone/">';</script><p data-src="gone/">src="gone/" href=gone/</p>"""
    assert faults({**SITE, "404.html": page}) == []


def test_page_of_texts_that_look_like_requests_needs_no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who writes such texts into every record would make every page be parsed, which is slow."""
    monkeypatch.setattr(publish_links, "Elements", None)
    text = "&lt;img src=//cdn.example/x.png onerror=alert(1)&gt; href='gone/'"
    page = f"<p title=\"{text}\" data-x='{text.replace(chr(39), '')}'>{text}</p><script>src=//a</script>"
    assert faults({**SITE, "404.html": page}) == []


def test_absolute_link_honours_the_path_that_the_site_is_served_under() -> None:
    """A 404 page cannot know its own depth, so its links begin with ``/``."""
    assert faults({**SITE, "404.html": '<a href="/bureau/schools/s-1/">x</a>'}, "/bureau/") == []
    assert faults({**SITE, "404.html": '<a href="/schools/s-1/">x</a>'}, "/bureau") == [
        ("404.html", "/schools/s-1/")
    ]


def test_folder_may_be_assumed() -> None:
    """A site without an index still refers to the search program."""
    page = '<script src="pagefind/pagefind.js"></script>'
    assert faults({**SITE, "404.html": page}, assumed=("pagefind/",)) == []
    assert faults({**SITE, "404.html": page}) == [("404.html", "pagefind/pagefind.js")]


def test_same_link_is_resolved_from_each_folder() -> None:
    """What is remembered for one folder must not answer for another."""
    files = {"a/index.html": '<a href="x/">', "a/x/index.html": "", "b/index.html": '<a href="x/">'}
    assert faults(files) == [("b/index.html", "x/")]


def test_all_faults_are_reported_at_once_and_capped() -> None:
    """A broken menu breaks every page; the message stays readable."""
    links = Links()
    pages = {f"p{n:03}/index.html": b'<a href="gone/">' for n in range(150)}
    for path, content in pages.items():
        links.scan(Artifact(path, content))
    with pytest.raises(PublishError) as caught:
        links.check(pages.keys(), pages.__getitem__)
    lines = caught.value.message.zh.splitlines()
    assert lines[0].startswith("≥ 100 个链接有问题")
    assert "p000/index.html → gone/" in lines[1]
    assert len(lines) == 22


FRAME = (
    '<title>{title}</title><link href="../a.js"><header></header><form action="../"></form>'
    '<a href="../{menu}/">x</a>'
    '<a href="#{jump}">x</a><article id="here">{text}</article><script src="{script}"></script>'
)


def framed(text: str, menu: str = "b", jump: str = "here", script: str = "../a.js") -> str:
    return FRAME.format(title=menu, text=text, menu=menu, jump=jump, script=script)


@pytest.mark.parametrize(
    ("wrong", "link"),
    [
        (framed("", menu="c"), "../c/"),
        (framed("", jump="there"), "#there"),
        (framed('<a href="#there">x</a>'), "#there"),
        (framed("", script="//evil.example/a.js"), "//evil.example/a.js"),
        (framed('<a title="<form " href="../c/">x</a>'), "../c/"),
        (framed("</article><p>").replace('<a href="../b/">', "<a title='<article' href='../c/'>"), "../c/"),
        (framed("").replace('action="../"', 'action="../c/"'), "../c/"),
    ],
)
def test_frame_that_pages_share_is_checked_on_each(wrong: str, link: str) -> None:
    """It is read once for all pages; a page whose frame differs or misses an anchor is found."""
    good = {"index.html": "", "a.js": "", "b/index.html": framed('<p id="x">'), "d/index.html": framed("")}
    assert faults(good) == []
    assert faults({**good, "e/index.html": wrong}) == [("e/index.html", link)]


def test_anchor_may_stand_in_the_article_of_one_page_only() -> None:
    """The link in the shared frame leads somewhere on the first page, and nowhere on the second."""
    site = {"index.html": "", "a.js": "", "b/index.html": framed('<p id="x">', jump="x")}
    assert faults(site) == []
    assert faults({**site, "c/index.html": framed("", jump="x")}) == [("c/index.html", "#x")]


SHELL = (
    b'<title>', b'</title><link href="../a.js"><a href="',
    b'">x</a><a href="#here">x</a><article>\n', b'</article><script src="../a.js"></script>',
)  # fmt: skip


@pytest.mark.parametrize(
    ("own", "wrong"),
    [
        (("t", "../b/", '<p id="here">\n<p>a &lt; b href="</p>'), []),
        (("t", "../c/", '<p id="here">'), ["../c/"]),
        (("t", "../b/", "<p>"), ["#here"]),
        (("t", '../b/" src="../c.js', '<p id="here">'), ["../c.js"]),
        (("t", "../b/", '<p id="here">\n<p>x</p>\n<a href="../c/">x</a>'), ["../c/"]),
        (("t", "../b/", '<p id="here">\n<a href=\n"../c/">x</a>'), ["../c/"]),
        (("t", "../b/", '<p id="here">\n<a href="../\nc/">x</a>'), ["../\nc/"]),
        (("t", "../b/", '<p id="here">\n<img src=//evil.example/a.png>'), ["//evil.example/a.png"]),
        (("t", "../b/", '<p id="here"><style>\np { background: url(\n"../c.png")}</style>'), ["../c.png"]),
    ],
)
def test_poured_page_is_read_in_parts_with_the_same_outcome(own: tuple[str, ...], wrong: list[str]) -> None:
    """Its shell is read once and its silent lines not again; a link may run over both."""
    parts = tuple(part.encode() for part in own)
    whole = SHELL[0] + b"".join(a + b for a, b in zip(parts, SHELL[1:], strict=True))
    files = {"index.html": b"", "a.js": b"", "b/index.html": b"", "e/index.html": whole}
    for artifact in (
        Artifact("e/index.html", whole, frame=SHELL, own=parts),
        Artifact("e/index.html", whole),
    ):
        links = Links()
        links.scan(artifact)
        links.scan(artifact)
        found = links.faults(files.keys(), files.__getitem__)
        assert list(dict.fromkeys(fault.link for fault in found)) == wrong
