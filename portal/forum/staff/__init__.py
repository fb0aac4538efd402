"""The forum as officers see it: they write for the council, and read the public rooms only."""
