#!/bin/sh
# Builds stand-ins for the two images that docker-compose.yml names, from Debian packages and the Keycloak distribution.
# For machines that cannot pull images; docs/containers.md says when and how. An image that is there is left alone.
#
#   KEYCLOAK_IMAGE, KEYCLOAK_VERSION, POSTGRES_IMAGE, POSTGRES_VERSION   as in docker-compose.yml
#   KEYCLOAK_DIST   distribution zip; default: the one that Maven downloaded
#   BASE_IMAGE      Debian image to build on; default: made here with debootstrap, which needs root
#   DEBIAN_SUITE    default bookworm
set -eu

here="$(cd "$(dirname "$0")" && pwd)"
keycloak_version="${KEYCLOAK_VERSION:-26.7.5}"
keycloak_image="${KEYCLOAK_IMAGE:-keycloak/keycloak}:$keycloak_version"
postgres_image="${POSTGRES_IMAGE:-postgres}:${POSTGRES_VERSION:-17}"
base_image="${BASE_IMAGE:-gatehouse/debian-base}"
suite="${DEBIAN_SUITE:-bookworm}"
dist="${KEYCLOAK_DIST:-$HOME/.m2/repository/org/keycloak/keycloak-quarkus-dist/$keycloak_version/keycloak-quarkus-dist-$keycloak_version.zip}"

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

missing() {
  ! docker image inspect "$1" > /dev/null 2>&1
}

need() {
  command -v "$1" > /dev/null || { echo "$1 is needed: $2" >&2; exit 1; }
}

base() {
  missing "$base_image" || return 0
  need debootstrap "apt-get install debootstrap, or set BASE_IMAGE to a Debian image that is here"
  echo "Making $base_image"
  debootstrap --variant=minbase --include=ca-certificates "$suite" "$work/rootfs" > "$work/debootstrap.log" \
    || { tail -n 20 "$work/debootstrap.log" >&2; exit 1; }
  tar -C "$work/rootfs" -c . | docker import - "$base_image" > /dev/null
}

# $1 image, $2 folder of its Dockerfile, $3 build context
build() {
  echo "Building $1"
  docker build -q --network host --build-arg BASE_IMAGE="$base_image" -t "$1" -f "$2/Dockerfile" "$3" > /dev/null
}

need docker "install a Docker engine and start it"

if missing "$postgres_image"; then
  base
  build "$postgres_image" "$here/postgres" "$here/postgres"
fi

if missing "$keycloak_image"; then
  base
  need unzip "apt-get install unzip"
  [ -f "$dist" ] || { echo "No distribution at $dist: run 'mvn -Prun' once, or set KEYCLOAK_DIST" >&2; exit 1; }
  unzip -q "$dist" -d "$work/context"
  mv "$work/context/keycloak-$keycloak_version" "$work/context/keycloak"
  build "$keycloak_image" "$here/keycloak" "$work/context"
fi

docker image inspect --format '{{index .RepoTags 0}}  {{.Created}}' "$keycloak_image" "$postgres_image"
