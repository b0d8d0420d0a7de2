#!/bin/sh
# As recovery.all-at-once, with a daemon whose session has no leader any more: its worker is
# known by the published session.
life='fork{setsid fork{main fork{note:worker serve} serve}}'
# shellcheck source=all-at-once.sh
. "${0%/*}/all-at-once.sh"
