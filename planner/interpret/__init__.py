"""From a request as it came to a domain, its data and a typed request."""
