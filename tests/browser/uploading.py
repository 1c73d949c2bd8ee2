"""Adding evidence in a browser: choosing files, a line that is slow or cut, what is stored."""

import hashlib
import re


def choose(page, *paths, button="Pilih berkas"):
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=button).click()
    chooser.value.set_files(list(paths))


def declare_and_send(page):
    page.get_by_label(re.compile("tidak memuat nama")).check()
    page.get_by_role("button", name=re.compile("^Simpan ")).click()


def row_of(page, path):
    return page.locator(".upload", has_text=path.name)


def pieces_of(page):
    """The PATCH requests of a page from now on, as (offset, size)."""
    seen = []

    def note(request):
        if request.method == "PATCH":
            headers = request.all_headers()
            seen.append((int(headers["upload-offset"]), int(headers.get("content-length", 0))))

    page.on("requestfinished", note)
    page.on("requestfailed", note)
    return seen


class Line:
    """The line of a page: slow, cut, whole again."""

    def __init__(self, page):
        self.session = page.context.new_cdp_session(page)
        self.session.send("Network.enable")

    def set(self, *, upload=-1, offline=False):
        told = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": upload}
        self.session.send("Network.emulateNetworkConditions", told | {"offline": offline})


def wait_for_percent(page, path, least):
    page.wait_for_function(
        "([name, least]) => [...document.querySelectorAll('.upload')].some(row =>"
        " row.textContent.includes(name) && row.querySelector('progress').value >= least)",
        arg=[path.name, least],
    )


def is_stored(site, path):
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    count = "SELECT COUNT(*) FROM clusters_evidencefile WHERE received_sha256"
    return site.sql(f"{count} = '{digest}'") == [(1,)]


BEGIN = """async ([endpoint, size, told]) => {
  const header = Object.entries(told).map(([key, value]) => key + " " + btoa(value)).join(",");
  const answer = await fetch(endpoint, {method: "POST", headers: {"Tus-Resumable": "1.0.0",
    "Upload-Length": String(size), "Upload-Metadata": header,
    "X-CSRFToken": document.cookie.match(/csrftoken=([^;]+)/)[1]}});
  return answer.status;
}"""
