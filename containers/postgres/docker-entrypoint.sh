#!/bin/sh
# Starts PostgreSQL. On the first start it makes the cluster with POSTGRES_USER, POSTGRES_PASSWORD and POSTGRES_DB,
# which mean the same as in the official image.
set -eu

case "${1:-postgres}" in
  -*) set -- postgres "$@" ;;
esac
if [ "${1:-postgres}" != postgres ]; then
  exec "$@"
fi

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  user="${POSTGRES_USER:-postgres}"
  database="${POSTGRES_DB:-$user}"
  password_file="$(mktemp)"
  printf '%s\n' "${POSTGRES_PASSWORD:?must be set on the first start}" > "$password_file"
  initdb -D "$PGDATA" -U "$user" --pwfile="$password_file" --auth-local=trust --auth-host=scram-sha-256 > /dev/null
  rm -f "$password_file"
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
  # Reachable by the local socket only until the database is there: a health check must not see it before.
  pg_ctl -D "$PGDATA" -o "-c listen_addresses='' -k /tmp" -w start > /dev/null
  if [ "$database" != postgres ]; then
    createdb -h /tmp -U "$user" -- "$database"
  fi
  pg_ctl -D "$PGDATA" -m fast -w stop > /dev/null
fi

[ "$#" -eq 0 ] || shift
exec postgres -c listen_addresses='*' -k /tmp "$@"
