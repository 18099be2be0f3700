// SPDX-License-Identifier: Apache-2.0

/**
 * The vhost-user protocol (fact sheet vhost-user, after QEMU's docs/interop/vhost-user.rst), both sides, without input or
 * output: bytes, descriptors and a time in; bytes, descriptors and calls to an interface out. The front end (QEMU, a
 * DPDK guest, our virtio-user port) shares memory and asks; the back end (our vhost-user port) maps it and answers.
 *
 * <p>The pump reads from its socket exactly what {@code wantedBytes} says, hands bytes and descriptors to the session,
 * sends what {@code poll} returns, and ends the connection when {@code ended} gives a reason. Everything here belongs to
 * the one control thread that runs the pump.
 *
 * <p>Nothing that a peer sends makes a session throw: it is refused with a sentence ({@link
 * net.vireo.virtio.vhost.RefusedException}).
 */
package net.vireo.virtio.vhost;
