"""How each question was answered, and by whom."""
