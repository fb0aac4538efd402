"""What an item of a plan came of: what people said or were heard by, and what that led to."""
