"""What reporting back brings: everybody reads what came of what they said."""

from portal.feedback import drafting
from portal.web.feature import Feature

FEATURE = Feature(jobs=(drafting.JOB,))
