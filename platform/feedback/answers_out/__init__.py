"""A task's answers for other tools: CSV, SPSS, Triple-S."""
