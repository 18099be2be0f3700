// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

/** What a port saw of its device, summed over its queues. Readable from any thread; values may lag a burst behind. */
public interface PortCounters {
    /** Packets given to the data plane. */
    long rxPackets();

    /** Frames the port had to refuse: damaged, or longer than the largest buffer. */
    long rxErrors();

    /** Times that receiving had to stop for want of a buffer; the frame waits in the device, or is lost there. */
    long rxNoBuffers();

    /** Frames that the device or the kernel dropped because nobody fetched them in time, as far as it tells. */
    long rxMissed();

    /** Receive system calls. */
    long rxSyscalls();

    /** Packets the device took. */
    long txPackets();

    /** Packets the device did not take. */
    long txErrors();

    /** Transmit system calls. */
    long txSyscalls();

    /**
     * Buffers that the port holds between calls: posted for receiving, or waiting in its rings to be received. Part of
     * the pool's balance.
     */
    long heldBuffers();

    /** What passed between lcores behind the port, over all stages that hand over. */
    default HandoverCounts handovers() {
        return HandoverCounts.NONE;
    }

    /** What the port did about offloads, in detail; the counters above hold all of it that counts as a packet. */
    default OffloadCounts offloads() {
        return OffloadCounts.NONE;
    }
}
