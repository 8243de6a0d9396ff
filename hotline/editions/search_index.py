"""The search index of one edition: built once with it, then only read. Nothing else knows tantivy.

Two small indexes stand in the folder: `words`, which turns a misspelt word into known ones, and
`lines`, which finds services by the words of their names. The order of an answer is decided in
`ranking`, never by the engine.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import tantivy

from hotline.domain.edition import Edition
from hotline.domain.listing import Organization, Service
from hotline.editions import question as questions
from hotline.editions import ranking
from hotline.editions.ranking import Found, NumberFound, SearchResult
from hotline.editions.vocabulary import Vocabulary, words

__all__ = ["Found", "NumberFound", "SearchResult", "Searcher", "build"]

#: Parts of a host that name nobody.
_NO_NAMES = frozenset({"www", "help", "gob", "gov", "org", "com"})
_HEAP = 15_000_000
_PARTS = ("words", "lines")
#: An operator's name decides before the names of its lines, so that all its lines come in the order
#: of their region; a word of a description only tips the balance.
_FIELDS = (("operator", 1.2), ("name", 1.0), ("text", 0.1))


def build(folder: Path, edition: Edition, vocabulary: Vocabulary) -> None:
    """Write the index of `edition` into `folder`, which is created."""
    for part in _PARTS:
        (folder / part).mkdir(parents=True, exist_ok=True)
    _make({part: str(folder / part) for part in _PARTS}, edition, vocabulary)


class Searcher:
    """Answers queries from the index in `folder`; any number of processes may open it.

    Open it after a fork. Without a readable index (a read-only or damaged disk) the same index is
    made in memory, so that a visitor can still search. It keeps nothing of what was asked.
    """

    def __init__(self, folder: Path, edition: Edition, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._lines = ranking.lines(edition)
        self._numbers = ranking.numbers(edition)
        self._known = vocabulary.known_words | _name_words(edition)
        self._stems = vocabulary.stems
        try:
            indexes = [tantivy.Index.open(str(folder / part)) for part in _PARTS]
            if [index.searcher() for index in indexes][1].num_docs != len(self._lines):
                raise ValueError("the index belongs to another edition")
        except (OSError, ValueError):
            indexes = _make(dict.fromkeys(_PARTS), edition, vocabulary)
        self._word_index, self._line_index = (index.searcher() for index in indexes)
        self._word_schema, self._line_schema = (index.schema for index in indexes)

    def search(self, query: str, locale: str, region: str | None = None, limit: int = 40) -> SearchResult:
        """Answer any text, cut at 200 characters; never raises for what is in it.

        `region` is the page it was typed on: it counts where the query names no region. The answer
        is the same in every `locale`, because people type their own language on any page.
        """
        question = questions.read(query, self._vocabulary, self._spellings)
        return ranking.answer(
            question,
            self._lines,
            self._name_scores(question.left),
            self._name_scores(question.meant),
            ranking.numbers_in(question, self._numbers),
            region,
            self._vocabulary.spoken_in,
            limit,
        )

    def _spellings(self, word: str) -> tuple[str, ...]:
        """The word as typed, and the known words that it may be a misspelling of.

        A beginning that it may be a misspelling of has a star: "esplotada" gives "explot*".
        """
        # Short words are too like each other, and nobody misspells a long one beyond 24 letters.
        if word in self._known or not 5 <= len(word) <= 24:
            return (word,)
        if any(word[:length] in self._stems for length in range(3, len(word) + 1)):
            return (word,)
        near = self._near("word", word, 1 if len(word) < 9 else 2)
        if near:
            return (word, *near)
        stems = {
            stem
            for length in range(5, min(len(word), 10) + 1)
            for stem in self._near("stem", word[:length], 1)
            if len(stem) >= 5 and abs(len(stem) - length) <= 1
        }
        return (word, *(f"{stem}*" for stem in sorted(stems)))

    def _near(self, field: str, word: str, distance: int) -> list[str]:
        """The nearest known words within an edit distance, in the order of the alphabet."""
        for reach in range(1, distance + 1):
            query = tantivy.Query.fuzzy_term_query(self._word_schema, field, word, reach)
            hits = self._word_index.search(query, 50).hits
            if hits:
                found = sorted(str(self._word_index.doc(address)[field][0]) for _, address in hits)
                # A letter written once or twice is the likeliest slip: "seniaf" is SENNIAF, not SENAF.
                return [near for near in found if _undoubled(near) == _undoubled(word)] or found
        return []

    def _name_scores(self, left: tuple[tuple[str, ...], ...]) -> dict[int, float]:
        """How well the words left of a query fit the names of lines, by place in the edition.

        Of the spellings of one word only the best counts: they are alternatives, not evidence.
        """
        if not left or not self._lines:
            return {}
        query = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Should, tantivy.Query.disjunction_max_query(list(self._alternatives(forms))))
                for forms in left
            ]
        )
        hits = self._line_index.search(query, min(len(self._lines), 500)).hits
        # Rounded, because the sum of floats may depend on the order in which a machine adds them.
        return {int(self._line_index.doc(address)["line"][0]): round(score, 3) for score, address in hits}

    def _alternatives(self, forms: tuple[str, ...]) -> Iterable[Any]:
        typed, *others = forms
        for field, boost in _FIELDS:
            yield self._term(field, typed, boost)
            # A corrected word is worth a little less than one that was typed so.
            yield from (self._term(field, other, 0.9 * boost) for other in others if not other.endswith("*"))

    def _term(self, field: str, word: str, boost: float) -> Any:
        return tantivy.Query.boost_query(tantivy.Query.term_query(self._line_schema, field, word), boost)


def _undoubled(word: str) -> str:
    return re.sub(r"(.)\1", r"\1", word)


def _make(paths: dict[str, str | None], edition: Edition, vocabulary: Vocabulary) -> list[Any]:
    """Both indexes, on the disk or (path None) in memory, filled and ready to read."""
    filled = []
    documents = {"words": _word_documents(edition, vocabulary), "lines": _line_documents(edition)}
    schemas = {"words": _word_schema(), "lines": _line_schema()}
    for part in _PARTS:
        index = tantivy.Index(schemas[part], path=paths[part])
        # One thread and one commit: one segment, and the same order of documents everywhere.
        writer = index.writer(_HEAP, 1)
        for document in documents[part]:
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        filled.append(index)
    return filled


def _word_schema() -> Any:
    builder = tantivy.SchemaBuilder()
    for field in ("word", "stem"):
        builder.add_text_field(field, stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _line_schema() -> Any:
    # Words come folded from `vocabulary`, so that the engine only has to cut at the spaces.
    builder = tantivy.SchemaBuilder()
    for field, _ in _FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    builder.add_integer_field("line", stored=True)
    return builder.build()


def _word_documents(edition: Edition, vocabulary: Vocabulary) -> Iterable[Any]:
    for word in sorted(vocabulary.known_words | _name_words(edition)):
        if len(word) >= 4 and not word.isdigit():
            yield tantivy.Document(word=[word])
    for stem in sorted(vocabulary.stems):
        yield tantivy.Document(stem=[stem])


def _line_documents(edition: Edition) -> Iterable[Any]:
    for place, line in enumerate(ranking.lines(edition)):
        organization = next(d for d in edition.regions if d.region == line.region).organization(
            line.service.organization
        )
        names = (line.service.name, *line.service.other_names, *_also(line.service))
        # The acronym of today counts twice, so that it decides before the same one as a former name.
        operator = (organization.name, *organization.other_names, *_also(organization) * 2)
        yield tantivy.Document(
            name=[_joined(names)],
            operator=[_joined(operator)],
            text=[_joined(_texts(line.service))],
            line=[place],
        )


def _joined(texts: Iterable[str]) -> str:
    return " ".join(word for text in texts for word in words(text))


def _texts(service: Service) -> Iterable[str]:
    for texts in (service.description, service.who_answers, service.what_happens):
        yield from (texts or {}).values()


def _name_words(edition: Edition) -> frozenset[str]:
    records: list[Organization | Service] = []
    for directory in edition.regions:
        records += [*directory.organizations, *directory.services]
    names = [name for record in records for name in (record.name, *record.other_names, *_also(record))]
    return frozenset(word for name in names for word in words(name))


def _also(record: Organization | Service) -> tuple[str, ...]:
    """By what else it is called: its acronym, or its places and the hosts of its sites ("tupista")."""
    if isinstance(record, Organization):
        return (record.acronym or "",)
    hosts = (
        urlsplit(p.address).hostname or "" for p in record.contact_points if p.channel == "web" and p.address
    )
    return (
        *record.places,
        *(label for host in hosts for label in host.split(".")[:-1] if label not in _NO_NAMES),
    )
