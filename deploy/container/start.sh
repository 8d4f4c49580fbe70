#!/bin/sh
# Sets an empty volume up, then becomes the command that was asked for: `run`, `status`, `check` and so on.
set -eu
if [ ! -e "$POLICYWATCH_ARCHIVE/policywatch.toml" ]; then
  policywatch init "$POLICYWATCH_ARCHIVE"
  # Inside a container the site answers on all of its addresses; what is published of it the port mapping says.
  sed -i 's/^listen = .*/listen = "0.0.0.0:8080"/' "$POLICYWATCH_ARCHIVE/policywatch.toml"
fi
exec policywatch "$@"
