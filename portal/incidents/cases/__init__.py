"""What staff do with a report: opening, working on, passing on, closing and destroying a case."""
