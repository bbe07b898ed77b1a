from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from notifications import channels, push

        if push.is_on():
            channels.register(channels.PUSH, push.carry)
