"""One module per file format; the package finds them."""
