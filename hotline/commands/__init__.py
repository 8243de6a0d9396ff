"""The commands of an operator, one subject a file. `hotline.cli` gathers them."""
