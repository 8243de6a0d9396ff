"""What can be wrong with a sheet that somebody puts together: a part of the table in `errors`."""

from .marking import N_

SENTENCES: dict[str, str] = {
    # Forms for paper of one's own (editions/make_page.py, web/paper.py).
    "paper_country_missing": N_("Choose a country."),
    "paper_country_twice": N_("%(region)s stands there twice. Choose each country once."),
    "paper_one_country": N_("This sheet is for one country. Choose only one, or choose the card for a road."),
    "paper_road_is_short": N_("A road needs at least two countries, in the order of the journey."),
    "paper_no_number": N_("%(region)s has no number to call, so there is nothing to print."),
    "paper_too_many_lines": N_("Too many lines for this sheet. The most it can show: %(most)s."),
    "paper_lines_of_a_road": N_("The card for a road shows the first line of each country. Take the ticks away."),
    "paper_line_unknown": N_("One of the lines does not stand in this list any more. Choose again."),
    "paper_kind_missing": N_("Choose what you want to make."),
    "paper_logo_too_large": N_("The logo is larger than 2 MB. Save it smaller, as PNG or JPEG."),
    "paper_logo_kind": N_("The logo has to be a PNG or a JPEG. Other files, such as SVG or PDF, are not taken."),
    "paper_logo_unreadable": N_("This picture cannot be read. Open it, save it anew as PNG, and choose it again."),
    "paper_no_place": N_("This sheet has no place for a logo. Leave it out, or choose a poster, a card, a picture or a text."),
    "paper_too_full": N_("It does not fit. Choose fewer lines, or another sheet."),
    "paper_not_made": N_("The sheet could not be made just now. Try again in a minute."),
    "paper_an_hour": N_("From this connection we can make only %(limit)s sheets an hour. What you chose is still here: send it later."),
}  # fmt: skip
