"""A JPEG without what tells where and with what it was taken, its points untouched.

For pictures inside a document, which are not decoded. Source: ITU-T T.81, annex B (segments).
"""

#: Of what programs add, a picture needs: its density, its colours, and how Adobe stored these.
_NEEDED = {0xE0, 0xE2, 0xEE}
_START_OF_SCAN = 0xDA


def bare(picture: bytes) -> bytes:
    """The picture without places, devices and comments; as it is where it is no JPEG one can read."""
    if not picture.startswith(b"\xff\xd8"):
        return picture
    kept, place = [b"\xff\xd8"], 2
    while place + 4 <= len(picture) and picture[place] == 0xFF:
        kind = picture[place + 1]
        if kind == _START_OF_SCAN:
            return b"".join([*kept, picture[place:]])
        end = place + 2 + int.from_bytes(picture[place + 2 : place + 4])
        if end <= place + 3 or end > len(picture):
            return picture
        told_by_a_program = 0xE0 <= kind <= 0xEF or kind == 0xFE
        if not told_by_a_program or kind in _NEEDED:
            kept.append(picture[place:end])
        place = end
    return picture
