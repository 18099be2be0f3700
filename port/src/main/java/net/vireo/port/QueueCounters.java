// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import net.vireo.port.count.OwnedCounters;

/** The counters of one queue: written by the lcore that owns it, summed by {@link SummedCounters}. */
public final class QueueCounters {
    private static final int RX_PACKETS = 0;
    private static final int RX_ERRORS = 1;
    private static final int RX_NO_BUFFERS = 2;
    private static final int RX_SYSCALLS = 3;
    private static final int TX_PACKETS = 4;
    private static final int TX_ERRORS = 5;
    private static final int TX_SYSCALLS = 6;
    private static final int HELD_BUFFERS = 7;
    private static final int CELLS = 8;

    private final OwnedCounters cells = new OwnedCounters(CELLS);
    private final OffloadCounters offloads = new OffloadCounters();

    /** All zero. */
    public QueueCounters() {}

    /** What the queue does about offloads. */
    public OffloadCounters offloads() {
        return offloads;
    }

    /** One receive call's outcome. */
    public void received(final int packetCount) {
        cells.add(RX_PACKETS, packetCount);
    }

    /** A frame was refused. */
    public void receiveError() {
        cells.add(RX_ERRORS, 1);
    }

    /** Receiving stopped for want of a buffer. */
    public void noBuffer() {
        cells.add(RX_NO_BUFFERS, 1);
    }

    /** A system call was made to receive. */
    public void receiveSyscall() {
        cells.add(RX_SYSCALLS, 1);
    }

    /** One transmit call's outcome. */
    public void transmitted(final int takenCount, final int refusedCount) {
        cells.add(TX_PACKETS, takenCount);
        cells.add(TX_ERRORS, refusedCount);
    }

    /** A system call was made to transmit. */
    public void transmitSyscall() {
        cells.add(TX_SYSCALLS, 1);
    }

    /** Buffers that the queue keeps between calls. */
    public void holds(final int bufferCount) {
        cells.set(HELD_BUFFERS, bufferCount);
    }

    /** Any thread, as all that follow. */
    public long rxPackets() {
        return cells.value(RX_PACKETS);
    }

    public long rxErrors() {
        return cells.value(RX_ERRORS);
    }

    public long rxNoBuffers() {
        return cells.value(RX_NO_BUFFERS);
    }

    public long rxSyscalls() {
        return cells.value(RX_SYSCALLS);
    }

    public long txPackets() {
        return cells.value(TX_PACKETS);
    }

    public long txErrors() {
        return cells.value(TX_ERRORS);
    }

    public long txSyscalls() {
        return cells.value(TX_SYSCALLS);
    }

    public long heldBuffers() {
        return cells.value(HELD_BUFFERS);
    }
}
