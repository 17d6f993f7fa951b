"""How bad it is: evidence, score, band, explanation. Pure and vectorised."""
