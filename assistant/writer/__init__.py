"""An answer in a language model's words, of which only what the verifier proves is kept.

Knows nothing of how evidence is found, nor of how an answer is laid out.
"""
