"""Who may do and see what: roles, scope, clearance, masks, sealed identities, passwords. Pure."""
