"""The report on the regional project: its figures, its evidence, its English column, its files."""
