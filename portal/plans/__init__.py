"""Plans: schemes, action plans, self-assessments and checklists, and what becomes of them."""
