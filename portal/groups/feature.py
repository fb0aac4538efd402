"""What groups bring: entries of a directory, so far without pages."""

from portal.groups import keeping as keeping
from portal.web.feature import Feature

FEATURE = Feature()
