"""Officers read what came, answer it, pass it on, and see how much there is of it."""
