"""The directory of help lines: see docs/architecture.md for the rooms and the arrows."""
