"""Answer letters: from questions and their cited answers to a letter in the form that Chinese offices require.

Knows nothing of the web, of users or of how an answer is found.
"""
