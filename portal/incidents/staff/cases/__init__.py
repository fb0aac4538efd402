"""Working on a case: the queue, the case, notes, risk, closing and destroying it."""
