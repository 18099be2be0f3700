// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.trace;

/** Which packets a trace session wants. Immutable, shared by the lcores; allocates nothing. */
@FunctionalInterface
public interface PacketMatch {
    /** Every packet. */
    PacketMatch ALL = (address, lengthBytes) -> true;

    /**
     * Whether a packet is wanted.
     *
     * @param address its first byte, an Ethernet header's; any bytes may be there
     * @param lengthBytes how many may be read
     */
    boolean matches(long address, int lengthBytes);
}
