// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.netlink;

/**
 * A network interface.
 *
 * @param index its number in its network namespace; another one after a move
 * @param name its name
 * @param mac its MAC address in the low 48 bits, 0 if it has none of that size
 * @param mtu longest packet in bytes, without the Ethernet header
 * @param up whether it was switched on (IFF_UP)
 * @param operational whether frames pass: it is up, its other end is there and the kernel has put it in service, which
 *     it does a moment after the last of the two; what is sent before is lost without an error
 * @param masterIndex the bridge that it is a port of, 0 for none
 * @param kind what the kernel calls its type: {@code veth}, {@code bridge}, {@code tun}; empty for plain devices
 */
public record Link(
        int index, String name, long mac, int mtu, boolean up, boolean operational, int masterIndex, String kind) {}
