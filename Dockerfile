# syntax=docker/dockerfile:1
# Two stages: the first installs from the hash-locked file, the second carries only what was installed.
FROM python:3.12-slim AS build
WORKDIR /build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/onrecord
COPY requirements.txt .
RUN /opt/onrecord/bin/pip install --require-hashes --only-binary :all: -r requirements.txt
COPY . .
RUN /opt/onrecord/bin/pip install --no-deps --no-build-isolation .

FROM python:3.12-slim
# llama.cpp computes with OpenMP; the rest comes in the wheels. Debian keeps one version of a package in its archive, so
# a pinned one would break the build with the next update.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libgomp1 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 onrecord \
    && useradd --uid 10001 --gid onrecord --create-home --home-dir /var/lib/onrecord onrecord
COPY --from=build /opt/onrecord /opt/onrecord
ENV PATH=/opt/onrecord/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ONRECORD_HOST=0.0.0.0 \
    ONRECORD_DATA_DIR=/var/lib/onrecord/data \
    ONRECORD_MODEL_DIR=/var/lib/onrecord/models
USER 10001:10001
WORKDIR /var/lib/onrecord
# The folders of the volumes belong to the user, so that new volumes do too.
RUN mkdir data models
VOLUME ["/var/lib/onrecord/data", "/var/lib/onrecord/models"]
EXPOSE 8000
STOPSIGNAL SIGTERM
# The model may have to be fetched first; until then the container counts as starting.
HEALTHCHECK --interval=15s --timeout=5s --start-period=15m --start-interval=2s \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ.get('ONRECORD_PORT', '8000') + '/healthz', timeout=4)"]
ENTRYPOINT ["onrecord"]
CMD ["serve"]
