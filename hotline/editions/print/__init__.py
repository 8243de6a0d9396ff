"""Forms for paper and for screens, typeset from an edition: posters, cards, stickers, scripts.

`making.forms` gives them all; `permission.may_print` says which lines are too old to be called
current. Typesetting happens in processes of its own (`press`), and what was made once is kept
(`shelf`). Nothing here may know the web, the database or a clock.
"""
