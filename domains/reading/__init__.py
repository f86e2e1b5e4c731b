"""Common ground of the offline readers: text, dates, periods, durations, money, names, phrases, and the ledger.

Nothing here knows a planning world. A domain brings names (`names`), a table of phrases (`patterns`, `phrases`) and its own
words (`clauses.Vocabulary`); every word of the text is then part of a fact, courtesy, or unread (`ledger`).
"""
