"""One function per thing a user does: right, then transaction, then audit."""
