"""What comes in, from the pile on the table to the session: list, review, entry by hand, summary."""
