"""What an officer is told of a file that is not read."""

from portal.problems import mark

EMPTY = mark("There is nothing to read in it.")
TOO_LARGE = mark("It is larger than a plan can be. Take out pictures, or bring it in by parts.")
DAMAGED = mark("The file is damaged. Open it, save it again, and choose that one.")
REFUSED = mark("The file declares parts that a plan does not need. Save it anew in Word or Excel.")
OTHER = mark("The file must be plain text, CSV, Excel (.xlsx), Word (.docx) or a web page (.html).")
OLDER = mark("The file is of an older Office or has a password. Save it as .docx or .xlsx without.")
