"""The reference engine: Z3 through its C interface, one context a session."""
