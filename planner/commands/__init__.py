"""One module for each command of `planproof`; each function returns the exit code."""
