"""Entries as everybody reads them: in a list, in their report, on paper, in a feed, as data."""
