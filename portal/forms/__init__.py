"""What a visitor may send: fields with limits, read, shown, compared and refused."""
