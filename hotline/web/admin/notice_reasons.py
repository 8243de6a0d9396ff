"""Reasons that one tap gives for a notice: on a phone, in a hurry, nobody types well."""

from collections.abc import Callable, Mapping

from hotline.domain.errors import N_

#: What is done -> the reasons to choose from; whoever has another one writes it.
REASONS: Mapping[str, Mapping[str, str]] = {
    "hide": {
        "somebody_else": N_("Somebody else answers at this number."),
        "dead": N_("The number does not exist any more."),
        "operator": N_("The operator asked for it."),
        "harm": N_("Whoever answers does harm."),
    },
    "outage": {
        "operator": N_("The operator says so."),
        "no_answer": N_("Nobody answers, at several tries."),
        "announced": N_("It was announced in public."),
    },
    "end": {
        "works": N_("It works again: the operator says so."),
        "mistake": N_("It was said by mistake."),
    },
    "unhide": {},
}


def reason_of(act: str, chosen: str, typed: str, translate: Callable[[str], str]) -> str:
    """The whole reason, in the words of whoever gives it; empty where none was given."""
    parts = [translate(REASONS[act][chosen])] if chosen in REASONS[act] else []
    return " ".join([*parts, typed.strip()]).strip()
