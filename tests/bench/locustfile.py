"""What each of the forty operators does: type a number, go on after a moment; no Django here."""

import json
import os
from itertools import count
from pathlib import Path

from locust import HttpUser, between, task

DESKS = json.loads(Path(os.environ["KLA_BENCH_DESKS"]).read_text(encoding="utf-8"))
_next = count()


class Operator(HttpUser):
    """One operator at one entry; every save is based on the version of the one before."""

    wait_time = between(1, 3)  # nobody types a number in less

    def on_start(self) -> None:
        """Sit down at a desk of one's own."""
        self.desk = DESKS[next(_next) % len(DESKS)]
        self.version, self.number = self.desk["version"], 100
        self.client.headers["HX-Request"] = "true"
        self.client.headers["X-CSRFToken"] = self.desk["cookies"]["csrftoken"]
        self.client.headers["Referer"] = self.host + "/"
        pairs = (f"{name}={value}" for name, value in self.desk["cookies"].items())
        self.client.headers["Cookie"] = "; ".join(pairs)

    @task
    def save(self) -> None:
        """Save the next number."""
        self.number += 1
        code = self.desk["code"]
        fields = {f"{code}-value": self.number, f"{code}-version": self.version}
        with self.client.post(
            self.desk["address"], fields, name="save", catch_response=True
        ) as answer:
            if answer.status_code == 200:
                self.version += 1
            else:
                answer.failure(f"status {answer.status_code}")
