"""One module per output format; the package finds them."""
