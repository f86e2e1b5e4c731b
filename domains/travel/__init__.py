"""Multi-city round trips: legs, hotels, meals and visits under a budget."""
