// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.capture;

/** Takes the frames of a capture. Called from the capture's thread only. */
@FunctionalInterface
public interface FrameSink {
    /**
     * @param frame bytes from the Ethernet header on; only valid during the call
     * @param captured how many of them are there
     * @param wire the frame's length on the wire
     * @param timestampNs when it was read, nanoseconds since 1970
     */
    void frame(byte[] frame, int captured, int wire, long timestampNs);
}
