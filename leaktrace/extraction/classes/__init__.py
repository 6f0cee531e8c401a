"""What a contact is: a scam, an expected message, background, or nothing that can be told."""
