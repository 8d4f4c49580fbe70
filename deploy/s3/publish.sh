#!/usr/bin/env bash
# Builds the site and puts it into a bucket that speaks S3, with the media types that feed readers and browsers need.
#   publish.sh s3://bucket/prefix        needs the aws command line; further arguments go to it (--endpoint-url ...)
set -euo pipefail
if [ $# -lt 1 ]; then
  sed -n '2,3p' "$0" >&2
  exit 2
fi
target=$1
shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
policywatch build "$folder"

# The program's own table, so that a bucket serves each file as `policywatch serve` does.
python=$(head -1 "$(command -v policywatch)" | cut -c3-)
types=$("$python" -c 'from feeds.http.media_types import BY_SUFFIX, content_type
for suffix in BY_SUFFIX: print(suffix, content_type("x" + suffix))')
while read -r suffix type; do
  aws s3 sync "$folder" "$target" --exclude '*' --include "*$suffix" --content-type "$type" --cache-control max-age=300 "$@"
done <<<"$types"
aws s3 sync "$folder/feeds" "$target/feeds" --exclude '*' --include '*.json' \
  --content-type 'application/feed+json; charset=utf-8' --cache-control max-age=300 "$@"
# What is gone from the site goes from the bucket.
aws s3 sync "$folder" "$target" --delete "$@"
