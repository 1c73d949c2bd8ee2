"""The page *Data kota*, and the coat of arms as a picture."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from kla.accounts.models import Role
from kla.accounts.rights import assignments_of, needs, or_404, signed_in
from kla.areas import actions
from kla.areas.forms import CityForm
from kla.areas.models import Area, CityProfile, Level
from kla.requests import Request


@needs("areas.edit_city")
@require_http_methods(["GET", "POST"])
def city(request: Request, code: str = "") -> HttpResponse:
    """What a city says of itself, for its coordinator or admin."""
    kota = _kota(request, code)
    profile = CityProfile.objects.filter(kota=kota).first() or CityProfile(kota=kota)
    names = dict(kota.office_names.values_list("office_id", "name"))
    initial = {"version": profile.version}
    form = CityForm(
        names, request.POST or None, request.FILES or None, instance=profile, initial=initial
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _save(request, kota, form):
            return redirect("areas:city-of", kota.code)
    context = {"kota": kota, "form": form, "profile": profile}
    return render(request, "areas/city.html", context, status=status)


def _save(request: Request, kota: Area, form: CityForm) -> bool:
    given = form.cleaned_data
    fields: dict[str, Any] = {name: given[name] for name in CityForm.Meta.fields}
    try:
        actions.save_city(
            kota,
            fields,
            office_names=form.office_names(),
            arms=given["arms"],
            version=given["version"],
            by=request.user,
        )
    except actions.StaleProfile:
        form.add_error(
            None, "Data ini baru saja diubah orang lain. Buka lagi halaman ini, lalu ulangi."
        )
        return False
    messages.success(request, "Data kota tersimpan.")
    return True


@require_GET
@signed_in
def coat_of_arms(request: Request, code: str) -> HttpResponse:
    """The coat of arms as a picture."""
    profile = get_object_or_404(CityProfile, kota__code=code)
    if not profile.coat_of_arms:
        raise Http404
    return HttpResponse(bytes(profile.coat_of_arms), content_type=profile.coat_of_arms_type)


def _kota(request: Request, code: str) -> Area:
    if not code:
        own = [a for a in assignments_of(request.user) if a.role in (Role.COORDINATOR, Role.ADMIN)]
        code = own[0].area.kota_code if own else ""
    kota = get_object_or_404(Area, code=code, level=Level.KOTA)
    return or_404(request.user, "areas.edit_city", kota)
