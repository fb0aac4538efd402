"""What an operator does with an installation: serve, copy, put back, look for what is wrong."""
