"""What the chair of a body says in public, which the council can neither edit nor hide."""
