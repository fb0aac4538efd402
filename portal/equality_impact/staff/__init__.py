"""Officers write assessments, one part after the other; a second person signs them off."""
