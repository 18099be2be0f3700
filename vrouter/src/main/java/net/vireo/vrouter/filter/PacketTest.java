// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.filter;

/** One question to a packet, or several combined. Immutable; allocates nothing. */
@FunctionalInterface
interface PacketTest {
    /**
     * Whether it holds of one layer of headers, the packet's own or those in its tunnel.
     *
     * @param type the Ethernet type
     * @param p the first byte behind the Ethernet header
     * @param lengthBytes how many bytes may be read there
     */
    boolean holds(int type, long p, int lengthBytes);
}
