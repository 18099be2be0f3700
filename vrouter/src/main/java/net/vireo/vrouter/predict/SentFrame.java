// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.predict;

/** A frame that would leave by a vif's device. Immutable. */
public final class SentFrame {
    private final int vif;
    private final byte[] bytes;

    SentFrame(final int vif, final byte[] bytes) {
        this.vif = vif;
        this.bytes = bytes;
    }

    /** The vif's index. */
    public int vif() {
        return vif;
    }

    /** The frame, from its Ethernet header on; a copy. */
    public byte[] bytes() {
        return bytes.clone();
    }
}
