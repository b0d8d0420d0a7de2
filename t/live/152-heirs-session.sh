#!/bin/sh
# As 108, of a daemon whose session nobody leads any more: its worker is known by the
# session that was published.
life='fork{setsid fork{main fork{note:worker serve} serve}}'
# shellcheck source=108-all-at-once.sh
. "${0%/*}/108-all-at-once.sh"
