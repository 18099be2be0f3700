// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.counter;

/**
 * What the port behind a vif saw of its device, summed over queues; refreshed a few times a second by the data plane's
 * timer thread. The ordinal is the position in the vif's port row of the counter file.
 */
public enum PortCounter {
    /** Packets the port gave to the data plane. */
    RX_PACKETS,
    /** Frames the port refused: damaged or too long. */
    RX_ERRORS,
    /** Frames left out for want of a buffer. */
    RX_NO_BUFFERS,
    /** Receive system calls. */
    RX_SYSCALLS,
    /** Packets the device took. */
    TX_PACKETS,
    /** Packets the device did not take. */
    TX_ERRORS,
    /** Transmit system calls. */
    TX_SYSCALLS;

    /** Position in its row of the counter file: the order of declaration, to which new constants are appended. */
    @SuppressWarnings("EnumOrdinal") // the order of declaration is the file's format
    public int position() {
        return ordinal();
    }
}
