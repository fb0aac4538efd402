"""What officers do: events of the council, and training places that it offers to groups."""
