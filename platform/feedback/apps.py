from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "feedback"

    def ready(self) -> None:
        from feedback.selectors import points_under_review
        from rewards import expected

        expected.register(self.name, points_under_review)
