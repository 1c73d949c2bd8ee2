# One small image for web, worker, beat and migrate; runs as a user without rights.
FROM node:22-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM python:3.11-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
      fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --create-home kla \
 && install -d -o kla /data
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
COPY --from=packages /app/node_modules node_modules
# Assets and fonts are part of the image; /data is a volume and is linked to them at the start.
RUN KLA_DATA_DIR=/app/built python scripts/build_assets.py \
 && KLA_DATA_DIR=/app/built python scripts/build_fonts.py \
 && chmod -R a+rX /app
ENV PYTHONUNBUFFERED=1 KLA_DATA_DIR=/data
USER kla
ENTRYPOINT ["/app/scripts/entrypoint.sh"]
CMD ["gunicorn", "kla.wsgi", "--bind", "0.0.0.0:8000"]
