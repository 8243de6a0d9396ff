"""Looks at a file that may be anything, in a process of its own, and makes it harmless or refuses it.

What a file is called and what a browser says it is count for nothing: its first bytes decide.
`process` is the way in; everything else runs on the other side of it. Must not know people, the
database or the web.
"""
