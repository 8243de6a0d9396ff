"""Marks sentences for the translation catalogs where they are written down and not yet shown."""


def N_(message: str) -> str:
    """Mark a sentence for the translation catalogs without translating it here."""
    return message
