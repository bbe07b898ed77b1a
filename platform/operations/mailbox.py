"""On somebody's own machine, mail is shown instead of sent."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from operations.models import Mail


class DemoMailbox(BaseEmailBackend):
    """Prints each mail to the terminal and keeps it for the page `/demo/mail/`."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            Mail.objects.create(to=", ".join(message.to), subject=str(message.subject), body=str(message.body))
            print(f"✉ to {', '.join(message.to)}: {message.subject}\n{message.body}\n", flush=True)
        return len(email_messages)
