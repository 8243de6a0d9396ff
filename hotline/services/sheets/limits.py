"""How much a file may hold, so that nothing that is brought in can fill the memory."""

MEGABYTE = 1024 * 1024
#: All files of one upload together, as they come.
MOST_BYTES = 20 * MEGABYTE
#: What a packed file may unpack to, of the parts that are read.
MOST_UNPACKED = 96 * MEGABYTE
MOST_PARTS = 2000
MOST_ROWS = 50_000
MOST_COLUMNS = 300
#: Signs of one cell of a table of text: as many as a workbook allows. What holds more is a quotation mark
#: without its pair. The limit of Python's csv is one for the whole process, and any library may lift it.
MOST_SIGNS = 32_767
#: A sheet is laid out as a whole rectangle while it is read, however few cells of it are filled. All of
#: them together have no more cells than this.
LARGEST_AREA = 3_000_000
#: Further problems than anybody reads are counted, and not listed.
MOST_PROBLEMS = 2000
