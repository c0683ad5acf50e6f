"""What a person asks → a question as understood: its clauses, words, kind, places, days and slogans.

Knows nothing of documents except, through the weights of characters, which words occur in them.
"""
