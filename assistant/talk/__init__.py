"""Conversations: kept by id, bounded and forgotten; only questions go from turn to turn.

Knows nothing of how a question is answered.
"""
