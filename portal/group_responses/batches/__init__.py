"""Batches: a helper writes down what several people said, a row for each, and sends all at once."""
