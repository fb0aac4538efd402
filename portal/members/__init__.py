"""Members: people who take part under an address or a card, and whom nobody lists."""
