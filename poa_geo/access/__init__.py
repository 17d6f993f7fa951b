"""Who may do what, and how personal data is sealed. Pure."""
