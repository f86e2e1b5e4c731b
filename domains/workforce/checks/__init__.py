"""Rules of a roster written from the request, sharing no code with the problem."""
