"""Files of known questions, as staff and other tools write them, and cases."""
