"""Ways out of a request without a plan: changes of it, other values, prices, and the data that bind."""
