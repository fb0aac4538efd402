"""The pages that show exact counts, to analysts alone."""
