"""What can be wrong with a file of rows: a part of the table in `errors`, which everybody asks."""

from .marking import N_

SENTENCES: dict[str, str] = {
    # A file as a whole (services/sheets/opening.py, workbook.py, data_files.py).
    "sheet_missing": N_("Choose at least one file."),
    "sheet_type": N_(
        "This is no table that can be read here. Save it as .xlsx or as “CSV UTF-8”, or bring a data file (.toml)."
    ),
    "sheet_old_workbook": N_(
        "This is an older kind of workbook, or it has a password. Save it as .xlsx without a password, and bring it again."
    ),
    "sheet_encoding": N_(
        "This text is not UTF-8, so letters such as ñ would be lost. Save it as “CSV UTF-8” or as .xlsx, and bring it again."
    ),
    "sheet_damaged": N_(
        "This workbook is damaged, or holds something that no table needs. Open it, save it anew as .xlsx, and bring it again."
    ),
    "sheet_not_toml": N_("This is no data file: %(why)s. Put that right, and bring it again."),
    "sheet_quotes": N_("From row %(row)s on the quotation marks do not pair. Save the table anew, or bring it as .xlsx."),
    "sheet_empty": N_("There is not one row in these files. Write below the header, and bring them again."),
    "sheet_too_large": N_("All files together can have %(megabytes)s MB. Bring fewer at a time."),
    "sheet_unpacks_too_large": N_(
        "Unpacked, this workbook is larger than %(megabytes)s MB. Copy the rows into a new workbook, and bring that."
    ),
    "sheet_too_many_rows": N_("There are more than %(limit)s rows. Bring fewer at a time."),
    "sheet_too_many_columns": N_(
        "This table is wider than %(limit)s columns, or has single cells far away from the others. Copy the rows into a new file."
    ),
    # Its header (services/sheets/rows.py).
    "sheet_not_recognised": N_(
        "Nobody can tell what this table holds. Name the sheet or the file after one of these: %(tables)s. Its first row names the columns, as in the templates."
    ),
    "sheet_column_unknown": N_("There is no column %(column)s. Perhaps you mean %(nearest)s."),
    "sheet_column_twice": N_("The column %(column)s is there twice. Keep one of them."),
    "sheet_column_needed": N_("The column %(column)s is missing: it says which record a row is about."),
    # Its rows and cells (services/sheets/rows.py, cells.py, gathering.py).
    "sheet_row_too_long": N_("This row has more cells than the table has columns. Look whether something slipped to the right."),
    "sheet_row_twice": N_("Row %(row)s is about the same record already. Keep one of them."),
    "sheet_record_twice": N_("The record %(id)s stands in these files twice. Keep one of them, or bring the files one after the other."),
    "sheet_formula": N_("Here stands a formula or its error. Put the value itself into the cell."),
    "sheet_cell_is_number": N_(
        "The spreadsheet took this for a number or a date and may have changed it: 089 becomes 89. Format the cell as text, and type it again."
    ),
    "sheet_owner": N_(
        "Say whose source this is: fill in service and contact_point, or retired_number, or lead, and only one of the three."
    ),
    # What is taken along (web/admin/sheets.py).
    "sheet_no_region": N_("Choose at least one region."),
    # The batch that comes of it (services/batches.py).
    "sheet_has_faults": N_("Put right what is listed here, and bring the files again. Nothing was written."),
    "sheet_moved_on": N_("What is published of %(id)s has changed since you brought the files. Bring them again, and look at the difference."),
    "sheet_preview_gone": N_("This preview has ended: it lasts a day, and until you propose it. Bring the files again."),
}  # fmt: skip
