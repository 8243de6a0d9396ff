"""What a directory of help lines is. Knows no web server, no database, no clock and no files."""
