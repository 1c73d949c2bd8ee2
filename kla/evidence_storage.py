"""Where evidence is kept, as a Django storage, from the environment."""

from typing import Any


def evidence_storage(env: Any) -> dict[str, object]:
    """EVIDENCE_DIR, or, where EVIDENCE_S3_BUCKET names one, a private bucket of any S3 service.

    EVIDENCE_S3_ENDPOINT is its address where it is not Amazon's, EVIDENCE_S3_KEY and
    EVIDENCE_S3_SECRET open it (without them, the machine's own role does). The pages serve it
    themselves after the rights check; the bucket needs no public access.
    """
    if not env.str("EVIDENCE_S3_BUCKET", ""):
        return {"BACKEND": "clusters.evidence_store.EvidenceFolder"}
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": env.str("EVIDENCE_S3_BUCKET"),
            "endpoint_url": env.str("EVIDENCE_S3_ENDPOINT", "") or None,
            "region_name": env.str("EVIDENCE_S3_REGION", "") or None,
            "access_key": env.str("EVIDENCE_S3_KEY", "") or None,
            "secret_key": env.str("EVIDENCE_S3_SECRET", "") or None,
            "location": env.str("EVIDENCE_S3_PREFIX", ""),
            "addressing_style": env.str("EVIDENCE_S3_ADDRESSING", "path"),
            "file_overwrite": False,
        },
    }
