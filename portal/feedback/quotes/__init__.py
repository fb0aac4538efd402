"""Words of those who allowed it, beside an entry: chosen by officers, gone with their answers."""

from portal.feedback.quotes.naming import may_name as may_name
from portal.feedback.quotes.naming import unname as unname
from portal.feedback.quotes.shown import public as public
