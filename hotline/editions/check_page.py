"""What the page of a looked-up number shows: the answer, with the services as a phone dials them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from hotline.domain.edition import Edition
from hotline.domain.errors import SENTENCES
from hotline.domain.listing import Lead
from hotline.editions.lookup import NOTES, Answer, Match, Status
from hotline.editions.service_view import ServiceView, service_view


@dataclass(frozen=True)
class CheckAnswer:
    """An answer in words: sentences of the locale, and cards of the services to call."""

    status: Status
    asked: str
    sentences: tuple[str, ...]
    retired_notes: tuple[Mapping[str, str], ...]
    leads: tuple[Lead, ...]
    instead: bool
    services: tuple[ServiceView, ...]


def check_answer(
    edition: Edition, answer: Answer, region: str | None, gettext: Callable[[str], str]
) -> CheckAnswer:
    """The answer for the page; `region` is where the asker saw the number, if they said."""
    best = [match for match in answer.matches if match.status == answer.status]
    genuine = answer.status == "genuine"
    services = [view for match in best for view in _services(edition, match, region)]
    sentences = [gettext(NOTES[note]) for note in answer.notes]
    sentences += [gettext(SENTENCES[problem.code]) % problem.parameters for problem in answer.problems]
    return CheckAnswer(
        status=answer.status,
        asked=answer.asked,
        sentences=tuple(sentences),
        retired_notes=tuple(match.retired.note for match in best if match.retired),
        leads=tuple(match.lead for match in best if match.lead),
        instead=bool(services) and not genuine,
        services=tuple(_once(services)),
    )


def _services(edition: Edition, match: Match, region: str | None) -> Iterable[ServiceView]:
    directory = edition.directories[match.directory]
    plans, today = edition.plans, edition.published_at.date()
    if match.service is None:
        views = (
            service_view(directory, service, directory.region, plans, today) for service in match.instead
        )
        return [replace(view, points=(view.primary,)) for view in views]
    # A genuine number is shown as it is dialled where the asker is, or at home if they did not say.
    view = service_view(directory, match.service, region or match.region, plans, today)
    asked = [
        point for point in view.points if match.contact_point and point.point.id == match.contact_point.id
    ]
    return [replace(view, points=tuple(asked) or view.points)]


def _once(views: Iterable[ServiceView]) -> Iterable[ServiceView]:
    """Each service once: a number that takes calls and WhatsApp is one card with two buttons."""
    found: dict[str, ServiceView] = {}
    for view in views:
        seen = found.get(view.service.id)
        points = {point.point.id: point for point in (*(seen.points if seen else ()), *view.points)}
        found[view.service.id] = replace(view, points=tuple(points.values()))
    return found.values()
