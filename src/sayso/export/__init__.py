"""Write readings as files for other programs."""
