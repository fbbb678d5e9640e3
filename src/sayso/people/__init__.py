"""Which parties of different articles are one speaker, on what evidence; and the user's own list of people."""
