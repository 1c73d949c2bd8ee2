"""Loading an edition of the catalogue into the database; editions are never changed."""

from dataclasses import asdict
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from clusters.catalogue.schema import Catalogue, IndicatorSpec
from clusters.models import Cluster, Framework, Indicator, OfficialIndicator, StrategicIssue
from kla.areas.models import Office
from kla.audit.actions import record


@transaction.atomic
def load_framework(catalogue: Catalogue, *, by: Any) -> tuple[Framework, bool]:
    """Insert the catalogue as a new edition; gives it, and whether it is new.

    The same content under the same version is left alone. Raises ValidationError where the
    content differs from what stands under that version.
    """
    print_ = catalogue.fingerprint()
    there = Framework.objects.filter(version=catalogue.version).first()
    if there is not None:
        if there.fingerprint == print_:
            return there, False
        raise ValidationError(
            f"official.toml, version: katalog {catalogue.version} sudah dimuat dengan isi lain. "
            "Beri versi baru."
        )
    framework = Framework.objects.create(version=catalogue.version, fingerprint=print_)
    for office in catalogue.offices:
        Office.objects.get_or_create(key=office.key, defaults={"name": office.name})
    _lists(framework, catalogue)
    _indicators(framework, catalogue.indicators)
    record("catalogue.load", framework, by=by, version=framework.version)
    return framework, True


def _lists(framework: Framework, catalogue: Catalogue) -> None:
    Cluster.objects.bulk_create(
        Cluster(
            framework=framework,
            slug=spec.slug,
            name=spec.name,
            short_name=spec.short_name,
            position=position,
        )
        for position, spec in enumerate(catalogue.clusters)
    )
    StrategicIssue.objects.bulk_create(
        StrategicIssue(framework=framework, slug=spec.slug, name=spec.name, position=position)
        for position, spec in enumerate(catalogue.issues)
    )
    OfficialIndicator.objects.bulk_create(
        OfficialIndicator(
            framework=framework,
            number=spec.number,
            name=spec.name,
            group=spec.klaster,
            points=spec.points,
        )
        for spec in catalogue.officials
    )


def _indicators(framework: Framework, specs: tuple[IndicatorSpec, ...]) -> None:
    clusters = {cluster.slug: cluster for cluster in framework.clusters.all()}
    offices = {office.key: office for office in Office.objects.all()}
    rows = []
    for position, spec in enumerate(specs):
        fields = asdict(spec)
        cluster, owner = clusters[fields.pop("cluster")], offices[fields.pop("owner")]
        for key in ("levels", "issues", "evidence", "assumption", "official", "extra"):
            fields[key] = list(fields[key])
        fields["checks"] = [check.as_data() for check in spec.checks]
        rows.append(
            Indicator(
                framework=framework, cluster=cluster, owner=owner, position=position, **fields
            )
        )
    Indicator.objects.bulk_create(rows)
