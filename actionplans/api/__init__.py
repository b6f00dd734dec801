"""/api/v1/: what everybody may read of cities, plans and progress, and reporting progress."""
