"""A page of the site becomes a page of a copy: its links name files, and what is missing is said."""

import pytest

from hotline.editions import copy_pages

FILES = {"index.html", "es/index.html", "es/gt.html", "es/materials/radio.html", "es/elsewhere.html", "data/a b.csv", "print/gt.pdf"}  # fmt: skip


def copied(body: str, path: str = "es/gt.html") -> str:
    page = f'<html><head><meta charset="utf-8"></head><body>{body}<footer></footer></body></html>'
    return copy_pages.page(page, path, FILES.__contains__)


@pytest.mark.parametrize(
    ("path", "said", "becomes"),
    [
        ("es/gt.html", "./", "index.html"),
        ("es/gt.html", "../", "../index.html"),
        ("es/gt.html", "gt#abroad", "gt.html#abroad"),
        ("es/gt.html", "materials/radio", "materials/radio.html"),
        ("es/gt.html", "../data/a b.csv", "../data/a b.csv"),
        ("es/gt.html", "../print/gt.pdf", "../print/gt.pdf"),
        ("es/materials/radio.html", "../gt", "../gt.html"),
        ("index.html", "es/", "es/index.html"),
        ("index.html", "./", "index.html"),
        # What is not in the copy, or not made yet, leads to the page that says so.
        ("es/gt.html", "search", "elsewhere.html"),
        ("es/gt.html", "../print/sv.pdf", "elsewhere.html"),
        ("es/materials/radio.html", "../../api/v1/", "../elsewhere.html"),
        ("index.html", "api/v1/", "es/elsewhere.html"),
        # What leads away, dials or stays in the page is as it was.
        ("es/gt.html", "tel:+50223846700", "tel:+50223846700"),
        ("es/gt.html", "https://www.wikipedia.org/", "https://www.wikipedia.org/"),
        ("es/gt.html", "#main", "#main"),
        ("es/gt.html", "data:,", "data:,"),
    ],
)
def test_each_link_leads_to_a_file_of_the_copy(path: str, said: str, becomes: str) -> None:
    assert f'<a href="{becomes}">' in copied(f'<a href="{said}">x</a>', path)


def test_a_page_that_only_works_at_one_address_is_refused() -> None:
    with pytest.raises(ValueError, match="only a server can answer"):
        copied('<a href="/es/gt">x</a>')


def test_a_form_is_replaced_by_the_way_to_the_regions() -> None:
    page = copied('<form class="ask" method="post" action="search"><input name="q"></form>')
    assert "<form" not in page
    assert '<p class="ask">Esta copia no puede buscar' in page
    assert '<a href="index.html">Elija su país</a>' in page


def test_what_programs_read_at_the_address_of_the_site_is_gone() -> None:
    page = copied(
        '<link rel="canonical" href="https://a.example/es/gt"><link rel="alternate" hreflang="en" '
        'href="https://a.example/en/gt"><script type="application/ld+json">{"a": 1}</script><script>x()</script>'
    )
    assert "a.example" not in page
    assert "ld+json" not in page
    assert "<script>x()</script>" in page
    assert '<meta http-equiv="Content-Security-Policy" content="default-src' in page
