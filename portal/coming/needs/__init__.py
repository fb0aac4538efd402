"""What people need to take part in a meeting: asked for, booked, counted, and then deleted."""
