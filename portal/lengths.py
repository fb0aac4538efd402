"""How long words may be: one number each, for the form that takes and the table that keeps them.

PostgreSQL refuses what is longer than its column, SQLite keeps it; so what a form lets through
has to fit, and a number that stood twice would one day differ.
"""

EMAIL = 254
"""An e-mail address, as mail servers take it (RFC 5321, 4.5.3.1)."""

TELEPHONE = 26
"""A telephone number with its spaces, as somebody reads it out."""

NAME = 120
"""The name of a person, of an organisation or of an agency."""

SLUG = 80
"""The last part of an address."""

CODE = 40
"""What a section, a question, an option or a characteristic is called in data."""

TYPED_CODE = 200
"""What somebody types or pastes where the code of a card, or its number, is asked for."""

ID = 22
"""A random name that tells nothing (see `db.random_id`)."""

LANGUAGE = 20
"""The tag of a language (BCP 47)."""

FIELD = 48
"""The code of a question, and what follows it where words stand beside a choice."""

REASON = 400
"""Why a response or a written answer is not counted or shown with the others."""

KEPT_REASON = 500
"""Such a reason with its kind before it, as tables keep it."""

FEW_LINES = 300
"""How somebody can be reached, or what they ask about."""

FILENAME = 200
"""What a document is called when it is saved."""

SUBJECT = EMAIL
"""What a row of the audit log is about: a slug and a code, or somebody's e-mail address."""

HEADING = 500
"""A title, a question, an answer to choose: words that staff write and residents read at once."""

TEXT = 20_000
"""A text of several paragraphs that staff write."""

PARAGRAPH = 1_500
"""What a group says of itself: some sentences that residents read."""

WEB_ADDRESS = 300
"""The address of a page."""

LANGUAGES = 600
"""The names of several languages, as somebody types them."""

HOURS = 60
"""At which hours of a day somebody answers."""

LINK = 600
"""An address of ours with a signed word at its end, as it stands in a mail."""

ITEM = 5_000
"""What a plan says of one of its items beside the item's own words: its measure, its evidence."""

ITEM_WORDS = 2_000
"""The words of one item of a plan."""
