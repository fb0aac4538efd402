"""From a draft to what residents read: the checklist, editions, dates that move."""
