"""The ledger's yardstick: django-hordak, in an environment of its own. Only `environment` is for our Python."""
