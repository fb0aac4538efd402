"""What the law forces away: by two people of staff, and everybody sees that it happened."""
