"""A private PostgreSQL and Redis for a copy that was given none.

Nothing here needs Django: the settings are read only once the engines run.
"""

from operations.engines.engines import Addresses, Engines
from operations.engines.trouble import EngineTrouble

__all__ = ["Addresses", "EngineTrouble", "Engines"]
