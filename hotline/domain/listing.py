"""What the directory says about one region: its services, their contact points and the evidence.

`RegionDirectory` is at once the shape of a file in `data/regions/`, of the rows in the database
and of a region inside an edition, so a number is described once and never translated between
shapes. Terms follow the Human Services Data Specification (organization, service, schedule,
assured date). `None` always means "no source says", never "no".
"""

import re
from datetime import date as Day
from operator import not_
from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from .evidence import Evidence as Evidence
from .evidence import Obtained as Obtained
from .field import LOCALES as LOCALES
from .field import Id, Moment, PartialDate, Tag
from .field import Record as Record
from .field import Region as Region
from .field import Text as Text
from .field import Texts as Texts
from .material import Materials
from .operator_contact import OperatorContacts

Channel = Literal["voice", "sms", "whatsapp", "chat", "email", "web", "textphone"]
#: Channels whose `number` goes through the number domain; the others carry an `address`.
NUMBER_CHANNELS = frozenset({"voice", "sms", "whatsapp", "textphone"})

Need = Literal[
    "danger",  # in danger now: police, ambulance, the emergency number
    "trafficking",  # forced, deceived, held, exploited
    "children",  # somebody under 18; a missing child
    "women",  # violence against women, sexual violence, shelters
    "migrants",  # people away from their country; consulates
    "labour",  # pay, papers, contracts
    "police",  # tell the police or a prosecutor
    "anonymous",  # give information without a name
    "rights",  # ombudsman, complaints against authorities
]

Operator = Literal[
    "police", "prosecutor", "government", "ombudsman", "ngo", "consulate", "emergency", "international", "unknown"
]  # fmt: skip
Confidence = Literal["confirmed", "single_source"]
Cost = Literal["free", "charged"]
Answer = Literal["yes", "no"]


class Reach(Record):
    """From where a contact point can be used, each answer with its source in the evidence."""

    abroad: Answer | None = None  #: from anywhere outside the number's region
    works_from: tuple[Region, ...] = ()
    not_from: tuple[Region, ...] = ()
    note: Texts | None = None


class ContactPoint(Record):
    """One channel of a service. `number` is exactly what a person recognises from the source."""

    id: Id  #: unique in its service: "voice", "whatsapp", "voice-2"
    channel: Channel
    number: Text | None = None  #: as published; for the channels in NUMBER_CHANNELS
    number_region: Region | None = None  #: where the number lives, when not in the file's region
    vanity: Text | None = None  #: the same number as letters: "0-800-922-TIPS"
    address: Text | None = None  #: https address or e-mail, for the other channels
    after_dialling: Texts | None = None  #: what to do once connected: "choose option 1"
    words_to_send: tuple[Text, ...] = ()  #: what a text message has to say: ["HELP", "INFO"]
    confidence: Confidence = "confirmed"
    cost: Cost | None = None
    works_without_credit: Answer | None = None
    hours: Text | None = None  #: OpenStreetMap opening hours, "24/7" or "Mo-Fr 08:00-16:00"
    hours_note: Texts | None = None
    languages: tuple[Tag, ...] = ()  #: spoken or read there; empty where no source says
    interpreters: bool = False  #: a source says that interpreters for many more are called in
    reach: Reach = Reach()
    assured_date: Day | None = None  #: when somebody last checked it with its operator (HSDS)
    confirmed_by: Text | None = None  #: who confirmed a short code that the numbering plan lacks
    evidence: tuple[Evidence, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_way_in(self) -> Self:
        needs_number = self.channel in NUMBER_CHANNELS
        if needs_number and (self.number is None or self.address is not None):
            raise PydanticCustomError(
                "number_needed",
                "a {channel} contact point needs `number` and no `address`",
                {"channel": self.channel},
            )
        if not needs_number and (self.address is None or self.number is not None):
            raise PydanticCustomError(
                "address_needed",
                "a {channel} contact point needs `address` and no `number`",
                {"channel": self.channel},
            )
        if self.channel in {"web", "chat"} and not str(self.address).startswith(("https://", "http://")):
            raise PydanticCustomError("web_address_expected", "`address` must begin with https:// or http://")
        if self.channel == "email" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", str(self.address)):
            raise PydanticCustomError(
                "line_email_expected", "`address` must be an e-mail address such as ayuda@example.org"
            )
        return self


class Organization(Record):
    """Who runs a service. The name stays in the language of its source."""

    id: Id
    name: Text
    name_language: Tag
    acronym: Text | None = None
    other_names: tuple[Text, ...] = ()
    website: Text | None = None


class Service(Record):
    """One help line: a purpose and one or more ways to reach it."""

    id: Id
    organization: Id
    name: Text
    name_language: Tag
    other_names: tuple[Text, ...] = ()  #: also found by search: older names, nicknames
    operator: Operator
    needs: tuple[Need, ...] = Field(min_length=1)  #: the first is the heading it stands under
    takes_trafficking_reports: Answer | None = None
    anonymous: Answer | None = None  #: may a caller stay without a name?
    description: Texts  #: what it helps with, one or two short sentences of our own
    who_answers: Texts | None = None  #: only what a source says
    what_happens: Texts | None = None  #: what happens when you call; only what a source says
    caution: Texts | None = None  #: what to know before calling: "migration police"
    places: tuple[Text, ...] = ()  #: cities or areas it serves; empty means the whole region
    shown_in: tuple[Region, ...] = ()  #: further regions on whose pages it stands (consulates)
    for_people_from: tuple[Region, ...] = ()  #: a consular line: whom it is for
    contact_points: tuple[ContactPoint, ...] = Field(min_length=1, alias="contact_point")
    conflicts: tuple[Text, ...] = ()  #: where sources disagree, for editors, in English

    @model_validator(mode="after")
    def _unique_contact_points(self) -> Self:
        ids = [point.id for point in self.contact_points]
        if len(ids) != len(set(ids)):
            raise PydanticCustomError(
                "contact_point_twice", "two contact points of a service have the same id"
            )
        return self


class RetiredNumber(Record):
    """A number that once was right, or is printed wrongly somewhere, and what to use instead."""

    id: Id
    number: Text  #: as it stands on the old material
    kind: Literal["retired", "misprint"]
    instead: tuple[Id, ...] = ()  #: services to use now, best first
    note: Texts  #: one sentence: what it was and what became of it
    retired_by: PartialDate | None = None  #: when it was known to be out of use
    evidence: tuple[Evidence, ...] = Field(min_length=1)


LeadReason = Literal[
    "weak_source",  # one secondary or undated source only
    "conflict",  # sources disagree and another form is better supported
    "old",  # no recent source
    "wrong_operator",  # attributed to somebody who does not run it
    "not_a_help_line",  # an office, a switchboard, a press contact, another purpose
    "letters_only",  # printed only as letters
]


class Lead(Record):
    """A number or address that was seen but is not published, so that nobody researches it twice."""

    id: Id
    channel: Channel
    number: Text | None = None
    number_region: Region | None = None
    address: Text | None = None
    name: Text
    operator: Text | None = None
    reason: LeadReason
    note: Text | None = None  #: for editors, in English
    evidence: tuple[Evidence, ...] = Field(min_length=1)


class FirstLines(Record):
    """Whom to call first in a region, and why these."""

    services: tuple[Id, ...] = Field(min_length=1)  #: the first is the one card; best first
    emergency: Id  #: the service that stands beside it for danger now
    reason: Texts


class Notice(Record):
    """What one person may say at once, without a second: a service is hidden, or out of order.

    It never carries a number. A hidden service stands in no public region; an outage stands beside
    the service, and `instead` may only point to another service that is public already.
    """

    id: Id
    kind: Literal["hidden", "outage"]
    service: Id
    contact_point: Id | None = None  #: only this one is out of order; None means all of them
    since: Moment
    until: Moment | None = None  #: it ends by itself then; an outage always has an end
    instead: Id | None = None  #: the service to call meanwhile
    note: Texts | None = None

    @model_validator(mode="after")
    def _an_outage_ends(self) -> Self:
        if self.kind == "outage" and self.until is None:
            raise ValueError("an outage needs `until`")
        if self.until is not None and self.until <= self.since:
            raise ValueError("`until` must be later than `since`")
        if self.kind == "hidden" and (self.contact_point, self.instead, self.note) != (None, None, None):
            raise ValueError("a hidden service has no `contact_point`, `instead` or `note`")
        return self


class RegionDirectory(Record):
    """Everything that the directory holds about one region."""

    region: Region
    timezone: Text  #: IANA zone in which `hours` are meant
    first: FirstLines
    organizations: tuple[Organization, ...] = Field(min_length=1, alias="organization")
    services: tuple[Service, ...] = Field(min_length=1, alias="service")
    retired_numbers: tuple[RetiredNumber, ...] = Field(default=(), alias="retired_number")
    leads: tuple[Lead, ...] = Field(default=(), alias="lead")
    #: Made at the desk, never written in a data file. Left out where there is none, so that an
    #: edition without notices has the same bytes as before there were any.
    notices: tuple[Notice, ...] = Field(default=(), alias="notice", exclude_if=not_)
    #: Those that this region's desk keeps, from a file of their own. What they claim may be about
    #: another region, and outlives what it names (`standing`).
    materials: Materials = Field(default=(), alias="material", exclude_if=not_)
    #: For the desk alone: no data file and no edition has them.
    operator_contacts: OperatorContacts = Field(default=(), alias="operator_contact", exclude_if=not_)

    def service(self, service_id: str) -> Service:
        """The service with this id; KeyError if the region has none."""
        for service in self.services:
            if service.id == service_id:
                return service
        raise KeyError(service_id)

    def organization(self, organization_id: str) -> Organization:
        """The organization with this id; KeyError if the region has none."""
        for organization in self.organizations:
            if organization.id == organization_id:
                return organization
        raise KeyError(organization_id)

    @model_validator(mode="after")
    def _references_resolve(self) -> Self:
        problems = []
        organizations = [organization.id for organization in self.organizations]
        services = [service.id for service in self.services]
        for kind, ids in (
            ("organization", organizations),
            ("service", services),
            ("retired_number", [retired.id for retired in self.retired_numbers]),
            ("lead", [lead.id for lead in self.leads]),
            ("notice", [notice.id for notice in self.notices]),
            ("material", [material.id for material in self.materials]),
            ("operator_contact", [contact.id for contact in self.operator_contacts]),
        ):
            problems += [
                f"{kind} id {i!r} is used twice" for i in sorted({i for i in ids if ids.count(i) > 1})
            ]
        for service in self.services:
            if service.organization not in organizations:
                problems.append(
                    f"service {service.id!r} names organization {service.organization!r}, which is missing"
                )
        for service_id in (*self.first.services, self.first.emergency):
            if service_id not in services:
                problems.append(f"[first] names service {service_id!r}, which is missing")
        for retired in self.retired_numbers:
            problems += [
                f"retired_number {retired.id!r} points to service {i!r}, which is missing"
                for i in retired.instead
                if i not in services
            ]
        if problems:
            raise ValueError("; ".join(problems))
        return self
