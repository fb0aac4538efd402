"""Following: what is new in topics and bodies comes by mail, at once or weekly, and as feeds."""
