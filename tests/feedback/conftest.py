"""Chromium and its devices, started only for the tests that ask for them."""

from tests.feedback.phones import chromium, phones

__all__ = ["chromium", "phones"]
