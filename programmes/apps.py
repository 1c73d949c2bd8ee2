"""The app of the programmes; its registers make their sources known when it is ready."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "programmes"
    verbose_name = "Program"

    def ready(self) -> None:
        from programmes import late  # noqa: PLC0415 - models must be loaded
        from programmes.sources import register_all  # noqa: PLC0415 - models must be loaded

        register_all()
        late.register_all()
