"""Somebody who is signed in without a password of their own can set one."""

from django.urls import reverse


def test_without_a_password_one_is_set_instead_of_changed(client, cast):
    cast.ani.set_unusable_password()
    cast.ani.save()
    client.force_login(cast.ani)
    answer = client.get(reverse("account_change_password"))
    assert answer.url == reverse("account_set_password")
    assert "Tentukan kata sandi" in client.get(answer.url).text
    new = "melati-hujan-77"
    answer = client.post(answer.url, {"password1": new, "password2": new})
    assert answer.status_code == 302
    cast.ani.refresh_from_db()
    assert cast.ani.check_password(new)
