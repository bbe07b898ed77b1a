"""The card-renewal programme, played through the services that the pages call."""
