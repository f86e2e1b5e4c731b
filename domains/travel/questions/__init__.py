"""Why, why not and what if, asked about a trip."""
