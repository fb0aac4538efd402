"""Building a questionnaire: details, sections, questions, previews."""
