# The web app in a small image; docs/serve.md says how it is started.
#
#   docker build -t sayso .
#   docker run --rm -p 127.0.0.1:8000:8000 sayso

FROM python:3.13-slim AS build
WORKDIR /source
COPY . .
# What is installed is this source; the bounds of what it needs stand in pyproject.toml.
# hadolint ignore=DL3013
RUN python -m venv --without-pip /opt/sayso \
    && pip --python /opt/sayso install --no-cache-dir ".[serve]"

FROM python:3.13-slim
COPY --from=build /opt/sayso /opt/sayso
# Nobody's home: nothing is written but to /tmp, and to the collection in /data.
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin sayso \
    && install --directory --owner=sayso /data
ENV PATH=/opt/sayso/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp
USER 10001
WORKDIR /data
EXPOSE 8000
# Without the token it is told to show one (401): then it is well.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-c", "import http.client as it\nwell = it.HTTPConnection('127.0.0.1', 8000, timeout=4)\nwell.request('HEAD', '/')\nraise SystemExit(well.getresponse().status >= 500)"]
STOPSIGNAL SIGINT
ENTRYPOINT ["sayso"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
