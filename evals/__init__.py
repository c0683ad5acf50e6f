"""Judge: known questions are asked and the answers scored.

Knows nothing of how an answer is found; it sees what a user sees.
"""
