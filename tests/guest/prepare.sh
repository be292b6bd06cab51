# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# Swap and zswap as `make guest` was asked for them, in the shell and before RUN=.
# Sourced after /lib/case.sh.

case $READAHEAD in
cluster) swap_on disk-rotational "$SWAP" ;;
*) swap_on disk "$SWAP" ;;
esac
[ "$COMPRESSOR" = none ] || zswap_on "$COMPRESSOR"
