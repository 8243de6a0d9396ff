"""The directory as tables of a spreadsheet: what comes in is compared, what goes out can come back."""
