"""What was answered, read back by staff who may see exact counts."""
