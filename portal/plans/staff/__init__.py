"""What officers do with plans: make them, write their items, publish them, report of each."""
