"""An error as it may stand in a log: what kind it is, and where in the code. Never its message, which
could carry what somebody typed.
"""

import traceback


def place(error: BaseException) -> str:
    """ "OSError at folder.py:88 < building.py:47", the innermost place first."""
    frames = traceback.extract_tb(error.__traceback__)
    places = (f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames[-6:]))
    return f"{type(error).__name__} at {' < '.join(places)}"
