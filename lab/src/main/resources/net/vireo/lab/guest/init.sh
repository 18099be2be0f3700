#!/bin/busybox sh
# SPDX-License-Identifier: Apache-2.0
#
# First process of a guest. Runs the commands that come over a virtio serial port, one after the other:
#   <number> <seconds> <the command in base64>
# and answers with what each printed between two marks, the second with its exit code.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin:/applets
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sysfs /sys
/bin/busybox mount -t devtmpfs devtmpfs /dev
/bin/busybox --install -s /applets
# Scripts name it: udhcpc's, for one.
ln -s /bin/busybox /bin/sh
while read -r module; do
  insmod "/modules/$module.ko" || echo "guest: no module $module"
done < /modules/order
ip link set lo up
hostname guest

# Busybox' shell prefers its own ip and ping to those of the PATH; functions come before both.
cat > /functions << 'TEXT'
ip() { /usr/bin/ip "$@"; }
ping() { /usr/bin/ping "$@"; }
TEXT

# The port can be opened once only.
until [ -c /dev/vport0p1 ]; do usleep 10000; done
exec 0<> /dev/vport0p1 1>&0 2>&1
printf '\036ready %s\036\n' "$(cut -d' ' -f1 /proc/uptime)"

while read -r number seconds command; do
  printf '\036begin %s\036\n' "$number"
  { cat /functions; echo "$command" | base64 -d; } > /tmp/command
  timeout -s KILL "$seconds" sh /tmp/command < /dev/null
  printf '\036end %s %s\036\n' "$number" "$?"
done
poweroff -f
