#!/bin/sh
# Sets an empty volume up, then becomes the command that was asked for: `run`, `status`, `check` and so on.
set -eu
while [ "${1:-}" = worker ] && [ ! -e "$POLICYWATCH_ARCHIVE/policywatch.toml" ]; do
  sleep 1 # the one that serves sets the volume up, which all workers share
done
if [ ! -e "$POLICYWATCH_ARCHIVE/policywatch.toml" ]; then
  policywatch init "$POLICYWATCH_ARCHIVE"
  # Inside a container the site answers on all of its addresses; what is published of it the port mapping says.
  sed -i 's/^listen = .*/listen = "0.0.0.0:8080"/' "$POLICYWATCH_ARCHIVE/policywatch.toml"
  if [ -n "${POLICYWATCH_DATABASE:-}" ]; then # and the archive lies in the database that the environment names
    sed -i '1i database = "env:POLICYWATCH_DATABASE"' "$POLICYWATCH_ARCHIVE/policywatch.toml"
  fi
fi
exec policywatch "$@"
