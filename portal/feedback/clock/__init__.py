"""The clock of a report back: how long the council has, how late it is, who hears of it and why."""
