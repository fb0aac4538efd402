"""Mails about meetings: a week and a day before, and at once when one is moved or cancelled."""
