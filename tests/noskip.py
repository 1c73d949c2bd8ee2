"""A pytest plugin: with CI=true a skipped test is a failed run, and says so in the last lines."""

import os

import pytest


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or os.environ.get("CI") != "true":
        return
    if reporter.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = 1


def pytest_terminal_summary(terminalreporter: object) -> None:
    skipped = terminalreporter.stats.get("skipped", [])  # type: ignore[attr-defined]
    if skipped and os.environ.get("CI") == "true":
        terminalreporter.write_line(  # type: ignore[attr-defined]
            f"CI=true: {len(skipped)} tests were skipped, so this run fails."
        )
