"""What closed cases add up to: sums that are sealed for good, and the page that shows them."""
