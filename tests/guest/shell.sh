# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# The interactive guest of `make guest`: tell what is set up, then a shell.

cd /run/case || exit
. /lib/case.sh
. /guest/prepare.sh
trap - EXIT
stty rows "$ROWS" cols "$COLS" 2>/dev/null

cat <<END

swapra guest: Linux $(uname -r), $(nproc) CPUs, $(awk '/MemTotal/ { print int($2 / 1024) }' /proc/meminfo) MB
  swap     /dev/$swap_dev, ${SWAP:-1024} MB, readahead by $READAHEAD
  zswap    $COMPRESSOR
  swapra   $(command -v swapra || echo "not built: run 'make' on the host")
  helpers  . /lib/case.sh brings those of the tests (swap_on, cgroup_new, in_cgroup ...)
Leave with 'exit' or Ctrl-D; Ctrl-A X ends the guest at once.

END
PS1='guest:\w# ' exec sh
