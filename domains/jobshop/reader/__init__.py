"""Shops in English: names are introduced by the text (`names`), sentences are read by a table of phrases (`phrases.txt`)."""
