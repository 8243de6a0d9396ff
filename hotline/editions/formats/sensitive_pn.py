"""`sensitive_pn.xml`: numbers that a phone leaves out of its list of calls, as LineageOS reads them.

Whoever makes a phone system can take the file over, so that a call for help leaves no trace on the
phone. Police and emergency lines stay out of it: in some countries the law wants those calls listed.
"""

from collections import defaultdict
from xml.etree.ElementTree import Comment, Element, SubElement, indent, tostring

from hotline.domain.edition import Edition
from hotline.domain.listing import Service
from hotline.editions.formats.listing import number_of
from hotline.editions.wording import region_name

_LISTED_BY_LAW = frozenset({"police", "emergency"})


def table(edition: Edition) -> bytes:
    """The numbers by the mobile country codes of the networks that they are called from."""
    numbers: dict[str, dict[str, Service]] = defaultdict(dict)
    for directory in edition.regions:
        for service in directory.services:
            if not is_sensitive(service):
                continue
            for point in service.contact_points:
                number = number_of(edition, directory.region, point)
                if number is None or point.channel == "whatsapp":
                    continue
                for form in (number.keyed, number.e164 or ""):
                    digits = form.removeprefix("+")
                    if digits.isdigit():
                        numbers[number.region].setdefault(digits, service)
    root = Element("sensitivePNS")
    for plan in sorted(edition.numbering, key=lambda plan: plan.mobile_country_codes):
        if plan.region not in numbers or not plan.mobile_country_codes:
            continue
        root.append(Comment(region_name(plan.region, "en")))
        network = SubElement(root, "sensitivePN", {"network": ",".join(plan.mobile_country_codes)})
        for digits in sorted(numbers[plan.region], key=lambda digits: (len(digits), digits)):
            item = SubElement(network, "item")
            SubElement(item, "number").text = digits
            SubElement(item, "name").text = numbers[plan.region][digits].name
    indent(root, "    ")
    document: bytes = tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + document + b"\n"


def is_sensitive(service: Service) -> bool:
    """Whether a call to it is nobody else's business, and no law wants it in the list of calls."""
    return service.operator not in _LISTED_BY_LAW and "danger" not in service.needs
