"""Find: Documents become searchable chunks, a question becomes hits.

Knows nothing of how an answer is worded or shown.
"""
