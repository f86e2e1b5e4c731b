"""Projects in English: what is called what, and what is said of it."""
