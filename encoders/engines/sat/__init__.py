"""PySAT's solvers behind the session protocol: everything becomes clauses, whole numbers by the order encoding (extra `sat`)."""
