"""`python -m kla.healthcheck`: asks the web server beside it whether it is alive (for compose)."""

import os
import sys
import urllib.error
import urllib.request


def alive(port: int) -> bool:
    """Does the web server on this port answer 200 on its health page?"""
    host = os.environ.get("ALLOWED_HOSTS", "127.0.0.1").split(",")[0].strip()
    request = urllib.request.Request(f"http://127.0.0.1:{port}/sehat/", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=4) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


if __name__ == "__main__":
    sys.exit(0 if alive(int(os.environ.get("PORT", "8000"))) else 1)
