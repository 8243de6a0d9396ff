"""What can be wrong with a report of a visitor: a part of the table in `errors`."""

from .marking import N_

SENTENCES: dict[str, str] = {
    # Reports of wrong numbers (report.py, services/reporting.py).
    "report_what_is_wrong": N_("Choose what is wrong."),
    "reports_an_hour": N_(
        "From this connection we can take only %(limit)s an hour. What you wrote is still here: send it later."
    ),
    "report_unknown": N_("There is no report %(id)s any more."),
    "report_is_closed": N_("Somebody has closed this report already."),
    "report_outcome_missing": N_("Choose what came out of it."),
    "report_note_missing": N_("Say in a sentence how you know: the history needs it."),
    "report_needs_its_change": N_(
        "Choose the published change of this region that put it right. If there is none yet, propose it first."
    ),
}
