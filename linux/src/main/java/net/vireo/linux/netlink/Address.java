// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.netlink;

/**
 * An IPv4 address of a link.
 *
 * @param index the link
 * @param address big-endian: 10.0.0.1 is 0x0a000001
 * @param prefixLength 0 to 32
 */
public record Address(int index, int address, int prefixLength) {}
