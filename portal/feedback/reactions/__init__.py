"""What readers and the chair of the forum say of what the council says it did."""
