"""Text → what it says about itself: title, number, issuer, place, years, kind, validity, each with its evidence.

Knows nothing of files, nor of what other documents say.
"""
