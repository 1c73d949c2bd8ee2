"""What `manage.py check` says about the settings of the report."""

from typing import Any

from django.core.checks import CheckMessage, Warning, register

from reports import signing


@register()
def signing_is_ready(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """A certificate that cannot sign is told at start, not first when somebody publishes."""
    why = signing.fault()
    if not why:
        return []
    told = f"Laporan tidak akan dapat ditandatangani: {why}"
    return [Warning(told, id="reports.W001")]
