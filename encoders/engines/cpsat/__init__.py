"""OR-Tools CP-SAT: whole numbers only, solved afresh for every question."""
