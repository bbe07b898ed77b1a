"""Loaded by pytest before anything else: the engines that the tests run on."""
