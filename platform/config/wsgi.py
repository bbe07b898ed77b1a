"""What a web server runs: Django, with the gate before it that answers who asks for a seat with a ticket."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django = get_wsgi_application()

from claims.rush import claim_by_ticket  # noqa: E402 - only now are the models there
from seats.gate import Gate  # noqa: E402

application = Gate(django, takers={"task": claim_by_ticket})
