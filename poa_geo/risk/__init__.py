"""How bad it is: from evidence to score, band and the reasons behind them. Pure; the day is always an argument."""
