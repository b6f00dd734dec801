"""Invented plans of the demonstration, laid by the verbs people use; safe to run again."""
