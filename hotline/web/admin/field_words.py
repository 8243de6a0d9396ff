"""What the fields of records are called at the desk, and what to write into them; message ids.

A field without a row fails a test. The words for choices serve the forms and the pages that show
a record alike.
"""

from typing import NamedTuple

from hotline.domain.errors import N_
from hotline.editions.material_words import KINDS as MATERIAL_KINDS


class Words(NamedTuple):
    """The name of a field, and what to know before filling it in."""

    label: str
    hint: str = ""


_IN_OUR_WORDS = N_("One or two short sentences of our own, in plain words. No numbers: they have a field.")
_ONE_A_LINE = N_("One a line.")

WORDS: dict[str, Words] = {
    "Organization.id": Words(N_("Short name in addresses"), N_("Left empty, it is made from the name.")),
    "Organization.name": Words(N_("Name"), N_("As it calls itself, in the language of the source.")),
    "Organization.name_language": Words(N_("Language of the name"), N_("Its code, for example es, en or kek.")),
    "Organization.acronym": Words(N_("Acronym")),
    "Organization.other_names": Words(N_("Other names"), N_("Search finds it by these, too. One a line.")),
    "Organization.website": Words(N_("Website"), N_("It begins with https://.")),
    "Service.id": Words(N_("Short name in addresses"), N_("Left empty, it is made from the name.")),
    "Service.organization": Words(
        N_("Organization that runs it"), N_("If it is not in the list, propose the organization first.")
    ),
    "Service.name": Words(N_("Name"), N_("As it calls itself, in the language of the source.")),
    "Service.name_language": Words(N_("Language of the name"), N_("Its code, for example es, en or kek.")),
    "Service.other_names": Words(
        N_("Other names"), N_("Older names and nicknames: search finds it by these, too. One a line.")
    ),
    "Service.operator": Words(N_("Who answers"), N_("People decide by this whether they dare to call.")),
    "Service.needs": Words(N_("What it is for")),
    "Service.takes_trafficking_reports": Words(N_("Does it take reports of trafficking?")),
    "Service.anonymous": Words(N_("May a caller stay without a name?")),
    "Service.description": Words(N_("What it helps with"), _IN_OUR_WORDS),
    "Service.who_answers": Words(N_("Who answers, in a sentence"), N_("Only what a source says.")),
    "Service.what_happens": Words(N_("What happens when you call"), N_("Only what a source says.")),
    "Service.caution": Words(
        N_("What to know before calling"), N_("For example that the line belongs to the migration police.")
    ),
    "Service.places": Words(
        N_("Cities or areas it serves"), N_("One a line. Empty means the whole country.")
    ),
    "Service.shown_in": Words(N_("Also shown on the pages of"), N_("For consulates and lines across borders.")),
    "Service.for_people_from": Words(N_("For people from"), N_("Only for the line of a consulate.")),
    "Service.contact_points": Words(N_("Ways to reach it")),
    "Service.conflicts": Words(
        N_("Where sources disagree"), N_("For editors, in English; it is published nowhere. One a line.")
    ),
    "ContactPoint.id": Words(
        N_("Short name in this service"), N_("Left empty, it is made from the way it is reached.")
    ),
    "ContactPoint.channel": Words(N_("How it is reached")),
    "ContactPoint.number": Words(
        N_("Number"), N_("Exactly as the source prints it, with its spaces and hyphens.")
    ),
    "ContactPoint.number_region": Words(N_("Country of the number"), N_("Only if it is a number of another country.")),
    "ContactPoint.vanity": Words(N_("The same number in letters"), N_("For example 0-800-922-TIPS.")),
    "ContactPoint.address": Words(N_("Address"), N_("A web address that begins with https://, or an e-mail address.")),
    "ContactPoint.after_dialling": Words(N_("What to do after dialling"), N_("For example: choose option 1.")),
    "ContactPoint.words_to_send": Words(
        N_("Words that a text message has to say"), N_("For example HELP. One a line.")
    ),
    "ContactPoint.confidence": Words(N_("How well it is confirmed")),
    "ContactPoint.cost": Words(N_("What it costs")),
    "ContactPoint.works_without_credit": Words(N_("Does it work from a phone without credit?")),
    "ContactPoint.hours": Words(
        N_("Hours"), N_("Write 24/7, or days and times like Mo-Fr 08:00-16:00; Sa 09:00-12:00. Days: Mo Tu We Th Fr Sa Su, holidays: PH off.")
    ),
    "ContactPoint.hours_note": Words(
        N_("A word on the hours"), N_("Only what the hours above cannot say, for example: nights and weekends.")
    ),
    "ContactPoint.languages": Words(
        N_("Languages spoken there"),
        N_("Codes, one a line: es Spanish, en English, fr French, kek Qʼeqchiʼ, mam Mam, quc Kʼicheʼ, cab Garifuna, miq Miskito. Empty if no source says."),
    ),
    "ContactPoint.interpreters": Words(N_("Interpreters for many more languages are called in")),
    "ContactPoint.reach": Words(N_("Calling from another country"), N_("Only what a source says.")),
    "ContactPoint.assured_date": Words(
        N_("Last checked with the operator"), N_("The day on which somebody asked whoever runs the line.")
    ),
    "ContactPoint.confirmed_by": Words(
        N_("Who confirmed it"), N_("A name and how, if no numbering plan we know lists this number.")
    ),
    "ContactPoint.evidence": Words(
        N_("Sources"), N_("A new number needs a new source: the old one shows the old number.")
    ),
    "Reach.abroad": Words(N_("Does it work from everywhere?")),
    "Reach.works_from": Words(N_("It works from")),
    "Reach.not_from": Words(N_("It does not work from")),
    "Reach.note": Words(N_("A word on calling from elsewhere")),
    "Evidence.address": Words(
        N_("Where it stands"), N_("A web address; or where the source can be found if it has none.")
    ),
    "Evidence.title": Words(N_("Title of the source")),
    "Evidence.says": Words(N_("What it says"), N_("In our own words, for editors; in English.")),
    "Evidence.date": Words(
        N_("Date of the source"),
        N_("As exact as the source itself: 2024, 2024-07 or 2024-07-29. Empty if it has none."),
    ),
    "Evidence.read": Words(N_("Read on"), N_("The day on which you read it, for example 2026-11-24.")),
    "Evidence.obtained": Words(N_("How it was obtained")),
    "Evidence.file": Words(
        N_("File that shows it"), N_("A picture, a document or a recorded call that you have attached.")
    ),
    "FirstLines.services": Words(N_("Whom to call first"), N_("Best first. One is enough; two or three may follow.")),
    "FirstLines.emergency": Words(N_("In danger now"), N_("It stands beside the first line.")),
    "FirstLines.reason": Words(N_("Why these"), N_("Readers see this. In plain words.")),
    "OperatorContact.id": Words(N_("Service")),
    "OperatorContact.name": Words(N_("Person or office to ask for")),
    "OperatorContact.email": Words(
        N_("E-mail"), N_("The operator is told there when its number is changed, and asked whether it is still right.")
    ),
    "OperatorContact.phone": Words(N_("Telephone"), N_("As it is dialled from the desk. Nobody outside sees it.")),
    "OperatorContact.language": Words(N_("Language in which to write")),
    "OperatorContact.do_not_test_call": Words(N_("The operator does not want test calls")),
    "OperatorContact.note": Words(N_("Note"), N_("For editors; it is published nowhere.")),
    "Material.id": Words(
        N_("Short name in addresses"),
        N_("Left empty, one is made. It stands in the address of a public page: it must not say what the material is about."),
    ),
    "Material.title": Words(N_("Title"), N_("Its own; or what its source calls it, in the language of the source.")),
    "Material.title_language": Words(N_("Language of the title"), N_("Its code, for example es, en or kek.")),
    "Material.kinds": Words(N_("What it is")),
    "Material.episodes": Words(N_("How many episodes"), N_("Only of a series.")),
    "Material.campaign": Words(N_("Campaign"), N_("By its own name.")),
    "Material.date": Words(N_("First shown"), N_("A year, a month or a day: 2012, 2012-05 or 2012-05-31.")),
    "Material.languages": Words(N_("Languages"), N_("Codes, one a line: es Spanish, en English, mam Mam. Empty if no source says.")),
    "Material.regions": Words(N_("Countries it was made for"), N_("None: it is for no country alone.")),
    "Material.description": Words(N_("What people read of it"), _IN_OUR_WORDS),
    "Material.audience": Words(N_("For whom"), N_("Only what a source says.")),
    "Material.made_by": Words(N_("Made by"), N_("Names, each in its own language. One a line.")),
    "Material.rights_holder": Words(N_("Who holds the rights"), N_("Only what a source says.")),
    "Material.licence": Words(N_("Licence"), N_("As it is printed. Empty if no source says.")),
    "Material.claims": Words(
        N_("The numbers in it"),
        N_("Each number that it prints or says. When the line changes, the material is out of date by itself."),
    ),
    "Material.evidence": Words(N_("Sources")),
    "Claim.id": Words(N_("Short name in this material"), N_("Left empty, it is made from the country.")),
    "Claim.region": Words(N_("Where it tells people to dial it")),
    "Claim.number": Words(N_("Number"), N_("Exactly as it is printed or spoken, also if it is no longer right.")),
    "Claim.number_region": Words(N_("Country of the number"), N_("Only if it is a number of another country.")),
    "Claim.service": Words(
        N_("The line that it is the number of"), N_("Its short name, as it stands in the address of its page, for example gt-pdh-1555.")
    ),
    "Claim.contact_point": Words(N_("Which way to reach that line"), N_("Its short name, for example voice.")),
    "Claim.retired_number": Words(
        N_("Or the old number that it is"), N_("Its short name, if it stands among the old numbers of that country.")
    ),
    "Claim.free": Words(N_("It says that the call is free")),
    "Claim.hours": Words(N_("The hours that it tells"), N_("Like the hours of a line, for example 24/7.")),
    "Claim.operator": Words(N_("Who answers, as it names them")),
    "Material.renditions": Words(
        N_("Files"),
        N_("What people may take along, hear or watch. Bring the file in first, then choose it here. A material with files needs who holds the rights, and the licence."),
    ),
    "Rendition.id": Words(
        N_("Short name in this material"), N_("Left empty, it is made: file-1. It stands in the name of a public file: it must not say what the material is about.")
    ),
    "Rendition.file": Words(N_("File")),
    "Rendition.media_type": Words(N_("Format")),
    "Rendition.size": Words(N_("Size in bytes")),
    "Rendition.seconds": Words(N_("Length in seconds")),
    "Rendition.pages": Words(N_("Pages")),
    "Rendition.width": Words(N_("Width in points")),
    "Rendition.height": Words(N_("Height in points")),
    "Rendition.preview": Words(N_("Small picture")),
    "Rendition.name": Words(N_("Which part or which form it is"), N_("Only where there are several: “Episode 2”, “for printing in black”.")),
    "Rendition.language": Words(
        N_("Language of the file"), N_("Its code, for example es, en or mam. Empty: nobody speaks, and nothing is written.")
    ),
    "Rendition.alternative": Words(
        N_("What is to be seen"), N_("For people who do not see it: what the picture, the page or the film shows. For sound, leave it empty.")
    ),
    "Rendition.transcript": Words(
        N_("Transcript"), N_("All that is said, and the sounds that matter, in the language of the file. For sound and films.")
    ),
    "Rendition.captions": Words(
        N_("Captions"), N_("For films, in the WebVTT format: WEBVTT, an empty line, then for each piece a time such as 00:00:01.000 --> 00:00:04.000, and below it the words.")
    ),
    "Rendition.consent": Words(N_("People who can be recognised in it"), N_("By their face or their voice. If somebody has not agreed, do not publish it.")),
    "RetiredNumber.id": Words(N_("Short name"), N_("Left empty, it is made from the number.")),
    "RetiredNumber.number": Words(N_("Number"), N_("As it stands on the old material.")),
    "RetiredNumber.kind": Words(N_("What is wrong with it")),
    "RetiredNumber.instead": Words(N_("What to use instead"), N_("Best first.")),
    "RetiredNumber.note": Words(N_("What became of it"), N_("One sentence that readers see.")),
    "RetiredNumber.retired_by": Words(
        N_("Known to be out of use since"), N_("A year, a month or a day: 2012, 2012-05 or 2012-05-31.")
    ),
    "RetiredNumber.evidence": Words(N_("Sources")),
    "Lead.id": Words(N_("Short name"), N_("Left empty, it is made from the name.")),
    "Lead.channel": Words(N_("How it is reached")),
    "Lead.number": Words(N_("Number"), N_("Exactly as the source prints it, with its spaces and hyphens.")),
    "Lead.number_region": Words(N_("Country of the number"), N_("Only if it is a number of another country.")),
    "Lead.address": Words(N_("Address"), N_("Of a web page, a chat or an e-mail account.")),
    "Lead.name": Words(N_("Name")),
    "Lead.operator": Words(N_("Who is said to run it")),
    "Lead.reason": Words(N_("Why it is not published")),
    "Lead.note": Words(N_("Note"), N_("For editors, in English; it is published nowhere.")),
    "Lead.evidence": Words(N_("Sources")),
}  # fmt: skip

_ANSWERS = {"yes": N_("Yes"), "no": N_("No")}
_CHANNELS = {
    "voice": N_("Call"),
    "sms": N_("Text message"),
    "whatsapp": N_("WhatsApp"),
    "chat": N_("Chat on a page"),
    "email": N_("E-mail"),
    "web": N_("Web page"),
    "textphone": N_("Text telephone"),
}

#: Field -> its choices, each with its words.
CHOICES: dict[str, dict[str, str]] = {
    "Service.operator": {
        "police": N_("Police"),
        "prosecutor": N_("Prosecutor"),
        "government": N_("Government"),
        "ombudsman": N_("Ombudsman"),
        "ngo": N_("Non-governmental organization"),
        "consulate": N_("Consulate"),
        "emergency": N_("Emergency service"),
        "international": N_("International organization"),
        "unknown": N_("Not known"),
    },
    "Service.needs": {
        "danger": N_("In danger now"),
        "trafficking": N_("Forced, deceived, held: trafficking"),
        "children": N_("Children and young people"),
        "women": N_("Violence against women"),
        "migrants": N_("Away from one’s country"),
        "labour": N_("Work: pay, papers, contracts"),
        "police": N_("Tell the police or a prosecutor"),
        "anonymous": N_("Tell something without a name"),
        "rights": N_("Rights and complaints"),
    },
    "Rendition.consent": {
        "nobody_recognisable": N_("Nobody can be recognised"),
        "actors": N_("Actors and speakers who were asked"),
        "all_agreed": N_("Everybody in it has agreed"),
    },
    "Service.takes_trafficking_reports": _ANSWERS,
    "Service.anonymous": _ANSWERS,
    "ContactPoint.channel": _CHANNELS,
    "ContactPoint.confidence": {
        "confirmed": N_("More than one source, or the operator itself"),
        "single_source": N_("One source only: shown as not confirmed"),
    },
    "ContactPoint.cost": {"free": N_("Free"), "charged": N_("Costs money")},
    "ContactPoint.works_without_credit": _ANSWERS,
    "Reach.abroad": _ANSWERS,
    "Evidence.obtained": {
        "live_page": N_("Read on the page itself"),
        "stored_copy": N_("Read in a stored copy of the page"),
        "document": N_("Read in a document"),
        "operator": N_("The operator told us"),
        "call": N_("Somebody called the line"),
        "number_list": N_("A technical list of numbers: shows that it exists, not that somebody answers"),
    },
    "OperatorContact.language": {"es": N_("Spanish"), "en": N_("English"), "fr": N_("French")},
    "RetiredNumber.kind": {
        "retired": N_("It was right once"),
        "misprint": N_("It is printed wrongly somewhere"),
    },
    "Material.kinds": MATERIAL_KINDS,
    "Lead.channel": _CHANNELS,
    "Lead.reason": {
        "weak_source": N_("One weak or undated source only"),
        "conflict": N_("Sources disagree, and another form is better supported"),
        "old": N_("No recent source"),
        "wrong_operator": N_("Said to belong to somebody who does not run it"),
        "not_a_help_line": N_("An office or a switchboard, no help line"),
        "letters_only": N_("Printed only as letters"),
    },
}

#: What a kind of record is called, one of them and all of a region.
KINDS: dict[str, tuple[str, str]] = {
    "service": (N_("Service"), N_("Services")),
    "organization": (N_("Organization"), N_("Organizations")),
    "first_lines": (N_("First lines"), N_("First lines")),
    "retired_number": (N_("Old number"), N_("Old numbers")),
    "lead": (N_("Lead"), N_("Leads")),
    "operator_contact": (N_("Operator contact"), N_("Operator contacts")),
    "material": (N_("Campaign material"), N_("Campaign materials")),
}
