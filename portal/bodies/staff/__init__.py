"""Bodies as officers see them: they found one and offer its offices, and decide nothing in it."""
