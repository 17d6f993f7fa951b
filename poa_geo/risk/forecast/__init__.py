"""How likely an incident is in the next month: two models, five baselines, and what each was worth. Pure."""
