"""Every number that a source prints reads as what it is; everything else says what to type instead."""

import tomllib
from pathlib import Path

import pytest

from hotline.domain.errors import SENTENCES, InputError
from hotline.domain.gate import digits_of
from hotline.domain.numbering import NumberingPlan
from hotline.domain.phone import parse, with_vanity

PLANS = {
    path.stem: NumberingPlan.model_validate(tomllib.loads(path.read_text()))
    for path in (Path(__file__).parents[2] / "data" / "numbering").glob("*.toml")
}

# Numbers of the first survey with high or medium confidence, exactly as their sources print them:
# region, published, kind, type, E.164, what the link carries.
PRINTED = [
    ("BZ", "911", "short_code", "short_code", None, "911"),
    ("BZ", "90", "short_code", "short_code", None, "90"),
    ("BZ", "0-800-922-8477", "long", "toll_free", "+50108009228477", "08009228477"),
    ("BZ", "630-4839", "long", "mobile", "+5016304839", "6304839"),
    ("BZ", "206-2022", "long", "fixed", "+5012062022", "2062022"),
    ("BZ", "+501 822-4011", "long", "fixed", "+5018224011", "+5018224011"),
    ("CA", "1-833-900-1010", "long", "toll_free", "+18339001010", "+18339001010"),
    ("CA", "911", "short_code", "short_code", None, "911"),
    ("CR", "9-1-1", "short_code", "short_code", None, "911"),
    ("CR", "800-8000-645", "long", "toll_free", "+5068008000645", "8008000645"),
    ("CR", "1147", "short_code", "short_code", None, "1147"),
    ("CR", "800-2262626", "long", "toll_free", "+5068002262626", "8002262626"),
    ("CR", "8989-1147", "long", "mobile", "+50689891147", "89891147"),
    ("CR", "2527-3761", "long", "fixed", "+50625273761", "25273761"),
    ("CR", "2527-1911", "long", "fixed", "+50625271911", "25271911"),
    ("DO", "*211", "star_code", "short_code", None, None),
    ("DO", "809-200-1202", "long", "toll_free", "+18092001202", "8092001202"),
    ("DO", "*212", "star_code", "short_code", None, None),
    ("DO", "809-200-7393", "long", "toll_free", "+18092007393", "8092007393"),
    ("DO", "9-1-1", "short_code", "short_code", None, "911"),
    ("GT", "110", "short_code", "short_code", None, "110"),
    ("GT", "120", "short_code", "short_code", None, "120"),
    ("GT", "122", "short_code", "short_code", None, "122"),
    ("GT", "123", "short_code", "short_code", None, "123"),
    ("GT", "1546", "short_code", "short_code", None, "1546"),
    ("GT", "1572", "short_code", "short_code", None, "1572"),
    ("GT", "1555", "short_code", "short_code", None, "1555"),
    ("GT", "(502) 2424-1717", "long", "fixed", "+50224241717", "+50224241717"),
    ("GT", "1561", "short_code", "short_code", None, "1561"),
    ("GT", "25048888", "long", "fixed", "+50225048888", "25048888"),
    ("HN", "145", "short_code", "short_code", None, "145"),
    ("HN", "3399-4699", "long", "mobile", "+50433994699", "33994699"),
    ("HN", "8990-5187", "long", "mobile", "+50489905187", "89905187"),
    ("HN", "911", "short_code", "short_code", None, "911"),
    ("HN", "114", "short_code", "short_code", None, "114"),
    ("HN", "110", "short_code", "short_code", None, "110"),
    ("HN", "9581-1846", "long", "mobile", "+50495811846", "95811846"),
    ("US", "+1 (470) 751-9077", "long", "fixed_or_mobile", "+14707519077", "+14707519077"),
    ("HN", "504 3337-3887", "long", "mobile", "+50433373887", "+50433373887"),
    ("HN", "+504 3337-2724", "long", "mobile", "+50433372724", "+50433372724"),
    ("HN", "+504 3337-9047", "long", "mobile", "+50433379047", "+50433379047"),
    ("MX", "800 55 33 000", "long", "toll_free", "+528005533000", "8005533000"),
    ("MX", "800 5533 000", "long", "toll_free", "+528005533000", "8005533000"),
    ("MX", "800 00 854 00", "long", "toll_free", "+528000085400", "8000085400"),
    ("MX", "911", "short_code", "short_code", None, "911"),
    ("MX", "089", "short_code", "short_code", None, "089"),
    ("MX", "*765", "star_code", "short_code", None, None),
    ("MX", "800 108 40 53", "long", "toll_free", "+528001084053", "8001084053"),
    ("MX", "070", "short_code", "short_code", None, "070"),
    ("MX", "800 70 28 770", "long", "toll_free", "+528007028770", "8007028770"),
    ("MX", "800 822 4460", "long", "toll_free", "+528008224460", "8008224460"),
    ("US", "1 855 4636 395", "long", "toll_free", "+18554636395", "+18554636395"),
    ("US", "520-6237874", "long", "fixed_or_mobile", "+15206237874", "5206237874"),
    ("GT", "+502 5555 1266", "long", "mobile", "+50255551266", "+50255551266"),
    ("GT", "+502 4141 3066", "long", "mobile", "+50241413066", "+50241413066"),
    ("GT", "+502 5544 8980", "long", "mobile", "+50255448980", "+50255448980"),
    ("GT", "+502 3017 4451", "long", "mobile", "+50230174451", "+50230174451"),
    ("NI", "133", "short_code", "short_code", None, "133"),
    ("NI", "118", "short_code", "short_code", None, "118"),
    ("NI", "128", "short_code", "short_code", None, "128"),
    ("NI", "115", "short_code", "short_code", None, "115"),
    ("NI", "(505) 2252-7161", "long", "fixed", "+50522527161", "+50522527161"),
    ("PA", "104", "short_code", "short_code", None, "104"),
    ("PA", "516-28-46", "long", "fixed", "+5075162846", "5162846"),
    ("PA", "6977-1941", "long", "mobile", "+50769771941", "69771941"),
    ("PA", "911", "short_code", "short_code", None, "911"),
    ("PA", "182", "short_code", "short_code", None, "182"),
    ("PA", "6378-3466", "long", "mobile", "+50763783466", "63783466"),
    ("SV", "911", "short_code", "short_code", None, "911"),
    ("SV", "126", "short_code", "short_code", None, "126"),
    ("SV", "119", "short_code", "short_code", None, "119"),
    ("SV", "198", "short_code", "short_code", None, "198"),
    ("SV", "2593-7000", "long", "fixed", "+50325937000", "25937000"),
    ("SV", "123", "short_code", "short_code", None, "123"),
    ("SV", "(503) 7070-1071", "long", "mobile", "+50370701071", "+50370701071"),
    ("US", "1 888-301-1130", "long", "toll_free", "+18883011130", "+18883011130"),
    ("SV", "503-2501-2999", "long", "fixed", "+50325012999", "+50325012999"),
    ("US", "1-888-373-7888", "long", "toll_free", "+18883737888", "+18883737888"),
    ("US", "233733", "short_code", "short_code", None, "233733"),
    ("US", "1-866-347-2423", "long", "toll_free", "+18663472423", "+18663472423"),
    ("US", "1-802-872-6199", "long", "fixed_or_mobile", "+18028726199", "+18028726199"),
    ("US", "911", "short_code", "short_code", None, "911"),
    ("US", "1-866-487-9243", "long", "toll_free", "+18664879243", "+18664879243"),
    ("US", "1-888-407-4747", "long", "toll_free", "+18884074747", "+18884074747"),
    ("US", "(202) 501-4444", "long", "fixed_or_mobile", "+12025014444", "2025014444"),
    ("GT", "1573", "short_code", "short_code", None, "1573"),
    ("GT", "1570", "short_code", "short_code", None, "1570"),
    ("GT", "2411-9191", "long", "fixed", "+50224119191", "24119191"),
    ("GT", "1574", "short_code", "short_code", None, "1574"),
    ("SV", "121", "short_code", "short_code", None, "121"),
    ("SV", "2511-1000", "long", "fixed", "+50325111000", "25111000"),
    ("CR", "2299-8056", "long", "fixed", "+50622998056", "22998056"),
    ("CR", "6303-7234", "long", "mobile", "+50663037234", "63037234"),
    ("CR", "2106-4005", "long", "fixed", "+50621064005", "21064005"),
    ("CR", "2106-4001", "long", "fixed", "+50621064001", "21064001"),
    ("CR", "2295-3606", "long", "fixed", "+50622953606", "22953606"),
    ("PA", "505-3234", "long", "fixed", "+5075053234", "5053234"),
    ("HN", "(504) 9785-0027", "long", "mobile", "+50497850027", "+50497850027"),
    ("MX", "55 5533 5533", "long", "fixed_or_mobile", "+525555335533", "5555335533"),
    ("DO", "911", "short_code", "short_code", None, "911"),
    ("MX", "079", "short_code", "short_code", None, "079"),
    ("US", "711", "short_code", "short_code", None, "711"),
    ("US", "1-202-693-6999", "long", "fixed_or_mobile", "+12026936999", "+12026936999"),
    ("NI", "(505) 8886-1495", "long", "mobile", "+50588861495", "+50588861495"),
    ("US", "1-800-843-5678", "long", "toll_free", "+18008435678", "+18008435678"),
]

# Numbers of low confidence must be representable, because the directory keeps them as leads.
WEAK = [
    ("BZ", "0800 292 96 88"), ("BZ", "672 9628"), ("BZ", "922"), ("BZ", "+501 227 2222"), ("CR", "2727-3761"),
    ("CR", "8662 00 00"), ("CR", "1117"), ("DO", "809 200 7212"), ("DO", "*311"), ("DO", "700"), ("GT", "1552"),
    ("GT", "1541"), ("GT", "1 800 3000 203"), ("HN", "119"), ("HN", "132"), ("HN", "(504)2239-7015"),
    ("MX", "800 835 4632"), ("MX", "088"), ("NI", "101"), ("NI", "8428 5175"), ("PA", "311"), ("PA", "511-1229"),
    ("PA", "+507 80 02 434"), ("PA", "1505-3233"), ("SV", "131"), ("SV", "2520-4300"), ("SV", "133"),
    ("US", "1-866-373-7888"), ("US", "1-800-422-4453"),
]  # fmt: skip


@pytest.mark.parametrize(("region", "published", "kind", "type_", "e164", "tel"), PRINTED)
def test_a_printed_number_reads_as_what_it_is(region, published, kind, type_, e164, tel):
    number = parse(published, region, PLANS[region])
    assert (number.published, number.region) == (published, region)
    assert (number.kind, number.type, number.e164, number.tel) == (kind, type_, e164, tel)
    assert number.warnings == ()
    assert number.premium is False


@pytest.mark.parametrize(("region", "published"), [row[:2] for row in PRINTED] + WEAK)
def test_the_digits_of_the_link_are_the_digits_that_are_shown(region, published):
    number = parse(published, region, PLANS[region])
    assert number.digits == digits_of(published)
    if number.tel is None:
        assert number.kind == "star_code", "only a star keeps a number out of a link"
        assert number.keyed == f"*{number.digits}"
    else:
        assert digits_of(number.tel) == number.digits
        assert number.tel.lstrip("+").isdigit()


REFUSED = [
    ("MX", "900 123 4567", {"premium_rate"}, "premium rate in Mexico"),
    ("US", "1-900-234-5678", {"premium_rate"}, "premium rate in North America"),
    ("CA", "900 234 5678", {"premium_rate"}, "premium rate in North America"),
    ("DO", "900-234-5678", {"premium_rate"}, "premium rate in North America"),
    ("CR", "905 1234567", {"premium_rate"}, "premium rate in Costa Rica"),
    ("GT", "1900 1112222", {"premium_rate"}, "premium rate in Guatemala"),
    ("PA", "860-1234", {"premium_rate"}, "premium rate in Panama"),
    ("SV", "900 1234", {"premium_rate"}, "premium rate in El Salvador"),
    ("SV", "900 1234 5678", {"premium_rate"}, "the long premium form of El Salvador"),
    ("MX", "7766", {"premium_rate"}, "a short code that costs extra"),
    ("US", "+979 123 456 789", {"premium_rate"}, "premium rate of no country"),
    ("GT", "+881 612 345 678", {"satellite"}, "a satellite phone"),
    ("GT", "00870 772 001 234", {"satellite"}, "a satellite phone without a plus"),
    ("GT", "*21*24241717#", {"forwarding_code"}, "forwards all calls"),
    ("GT", "#31#", {"forwarding_code"}, "hides the caller"),
    ("GT", "**21*5", {"forwarding_code"}, "forwards all calls"),
    ("US", "*72", {"forwarding_code"}, "forwards all calls in North America"),
    ("MX", "*765 8", {"forwarding_code"}, "a star code with something after it"),
    ("GT", "2424-1717 ext 12", {"extension"}, "an extension"),
    ("GT", "2424-1717 extensión 12", {"extension"}, "an extension"),
    ("CA", "1-833-900-1010 poste 12", {"extension"}, "a library reads the letters as digits"),
    ("GT", "2424-1717x12", {"extension"}, "an extension"),
    ("GT", "2424-1717,,9001", {"extension"}, "a pause and more digits"),
    ("GT", "2424-1717;ext=5", {"extension"}, "an extension as in a link"),
    ("GT", "2424-1717 #5", {"extension"}, "an extension"),
    ("CR", "8662 00 00 / 2224 61 90", {"two_numbers"}, "two numbers"),
    ("NI", "(505) 2252-7171 or (505) 8886-1495", {"two_numbers"}, "two numbers"),
    ("PA", "511-1229 y 511-1230", {"two_numbers"}, "two numbers"),
    ("SV", "2520-4300; 2520-4301", {"two_numbers"}, "two numbers"),
    ("GT", "+502 2424 1717 +502 2424 1718", {"two_numbers"}, "two numbers"),
    ("GT", "２４２４１７１７", {"other_digits"}, "full-width digits"),
    ("GT", "٢٤٢٤١٧١٧", {"other_digits"}, "Arabic digits"),
    ("GT", "2424-171²", {"other_digits"}, "a superscript"),
    ("GT", "2424-1717\u202e", {"hidden_signs"}, "turns the text round"),
    ("GT", "2424\u200b1717", {"hidden_signs"}, "a space that nobody sees"),
    ("GT", "2424\x001717", {"hidden_signs"}, "a control sign"),
    ("GT", "2424\u00a01717", {"hidden_signs"}, "a space that is not a space"),
    ("GT", " 2424-1717", {"hidden_signs"}, "a space at the start"),
    ("GT", "24\u200b24-171７", {"hidden_signs", "other_digits"}, "all problems at once"),
    ("MX", "l8005533000", {"letters"}, "a letter l that a library forgives"),
    ("US", "1-800-THE-LOST", {"letters"}, "letters belong in their own field"),
    ("MX", "079 opción 1", {"letters"}, "words after the number have their own field"),
    ("GT", "2424–1717", {"unexpected_signs"}, "a dash that is not a hyphen"),
    ("GT", "(502 2424-1717", {"unexpected_signs"}, "a bracket that never closes"),
    ("GT", "502+24241717", {"unexpected_signs"}, "a plus in the middle"),
    ("GT", "--110", {"unexpected_signs"}, "nothing before the hyphens"),
    ("GT", "", {"number_missing"}, "empty"),
    ("GT", "+", {"number_missing"}, "no digits"),
    ("GT", "2" * 61, {"number_text_too_long"}, "one sign more than is read"),
    ("GT", "+503 2511-1000", {"wrong_region"}, "a number of El Salvador"),
    ("US", "416-555-0123", {"number_of_another_region"}, "an area code of Canada"),
    ("GT", "2424-171", {"number_too_short"}, "a digit is missing"),
    ("GT", "2424-17177", {"number_too_long"}, "a digit too many"),
    ("CR", "0800 032 0009", {"number_too_long"}, "no such form in Costa Rica"),
    ("GT", "7", {"number_too_short"}, "one digit is no short code"),
]


@pytest.mark.parametrize(("region", "raw", "codes", "reason"), REFUSED)
def test_what_is_not_plainly_one_number_is_refused_with_its_own_sentence(region, raw, codes, reason):
    with pytest.raises(InputError) as caught:
        parse(raw, region, PLANS[region])
    assert {problem.code for problem in caught.value.problems} == codes, reason
    for problem in caught.value.problems:
        assert problem.severity == "error"
        assert PLANS[region].examples.ordinary in problem.sentence, "each sentence shows a right form"


OFFERED = [
    ("MX", "01 800 5533 000", "old_prefix", "800 5533 000"),
    ("MX", "01800 5533 000", "old_prefix", "800 5533 000"),
    ("MX", "044 55 5533 5533", "old_prefix", "55 5533 5533"),
    ("MX", "045 55 5533 5533", "old_prefix", "55 5533 5533"),
    ("MX", "+52 1 55 5533 5533", "old_prefix", "+52 55 5533 5533"),
    ("MX", "01 (55) 5533-5533", "old_prefix", "(55) 5533-5533"),
    ("GT", "+502 1555", "calling_code_before_short_code", "1555"),
    ("US", "+1 911", "calling_code_before_short_code", "911"),
    ("GT", "00502 2424 1717", "international_prefix", "+50224241717"),
    ("GT", "011 502 2424 1717", "international_prefix", "+50224241717"),
]


@pytest.mark.parametrize(("region", "raw", "code", "instead"), OFFERED)
def test_a_wrong_beginning_is_explained_and_the_right_form_offered(region, raw, code, instead):
    with pytest.raises(InputError) as caught:
        parse(raw, region, PLANS[region])
    (problem,) = caught.value.problems
    assert (problem.code, problem.parameters["instead"]) == (code, instead)
    assert instead in problem.sentence
    assert parse(instead, region, PLANS[region]), "what is offered is accepted"


def test_an_old_prefix_does_not_hide_a_premium_number():
    with pytest.raises(InputError) as caught:
        parse("01 900 123 4567", "MX", PLANS["MX"])
    assert {problem.code for problem in caught.value.problems} == {"old_prefix", "premium_rate"}


def test_an_unknown_short_code_is_a_warning_for_a_named_person_to_confirm():
    (warning,) = parse("1552", "GT", PLANS["GT"]).warnings
    assert (warning.code, warning.severity) == ("short_code_unknown", "warning")
    assert "1552" in warning.sentence


def test_a_number_that_no_range_holds_is_a_warning():
    (warning,) = parse("1505-3233", "PA", PLANS["PA"]).warnings
    assert (warning.code, warning.severity) == ("number_range_unknown", "warning")


@pytest.mark.parametrize(
    ("region", "published", "vanity"),
    [
        ("BZ", "0-800-922-8477", "0-800-922-TIPS"),
        ("CR", "800-8000-645", "800-8000-OIJ"),
        ("US", "1-800-843-5678", "1-800-THE-LOST"),
        ("US", "1-800-843-5678", "800-THE-LOST"),
        ("US", "233733", "BEFREE"),
    ],
)
def test_letters_that_spell_the_number_are_kept_beside_it(region, published, vanity):
    number = with_vanity(parse(published, region, PLANS[region]), vanity)
    assert (number.vanity, number.published) == (vanity, published)


@pytest.mark.parametrize(
    ("vanity", "code"),
    [
        ("0-800-922-TIPA", "vanity_differs"),
        ("0-800-922-8477", "vanity_without_letters"),
        ("0-800-922-ТIPS", "unexpected_signs"),
        ("", "number_missing"),
    ],
)
def test_letters_that_spell_another_number_are_refused(vanity, code):
    with pytest.raises(InputError) as caught:
        with_vanity(parse("0-800-922-8477", "BZ", PLANS["BZ"]), vanity)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert caught.value.problems[0].sentence


def test_every_code_in_the_tables_above_has_a_sentence():
    codes = {code for row in REFUSED for code in row[2]} | {row[2] for row in OFFERED}
    assert codes <= set(SENTENCES)
