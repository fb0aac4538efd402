"""What reporting back brings: everybody reads what came of what they said."""

from portal.feedback import demo_code, drafting
from portal.web.feature import Feature

FEATURE = Feature(jobs=(drafting.JOB,), demo=demo_code.chapter)
