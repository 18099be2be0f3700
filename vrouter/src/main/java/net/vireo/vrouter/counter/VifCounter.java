// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.counter;

/** What is counted for each vif by each lcore. The ordinal is the position in the vif's row of the counter file. */
public enum VifCounter {
    /** Packets that this lcore took in from the vif. */
    RX_PACKETS,
    /** Their bytes, Ethernet header included. */
    RX_BYTES,
    /** Packets from the vif that were dropped as malformed: headers that contradict themselves or the length. */
    RX_ERRORS,
    /** Packets that the vif's port took from this lcore. */
    TX_PACKETS,
    /** Their bytes, Ethernet header included. */
    TX_BYTES,
    /** Packets that the vif's port refused. */
    TX_ERRORS,
    /** Packets that came in on this vif and were dropped, whatever the reason. */
    DROPS;

    /** Position in its row of the counter file: the order of declaration, to which new constants are appended. */
    @SuppressWarnings("EnumOrdinal") // the order of declaration is the file's format
    public int position() {
        return ordinal();
    }
}
