"""Planning worlds: each folder knows its requests, data, rules and plans, and no solver."""
