"""Who the council is: the settings that residents read on every page."""
