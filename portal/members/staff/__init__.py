"""What staff do for members: issue cards, and decide how long nothing need be heard of somebody."""
