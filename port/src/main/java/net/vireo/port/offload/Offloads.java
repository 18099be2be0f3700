// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.offload;

/**
 * What a port, or the guest behind it, takes without software's help. A port's transmit queue takes every packet all the
 * same: what the device cannot do, the queue does first. So this answers one question: whether merging pays.
 *
 * @param checksum takes open checksums; the others need it
 * @param tso takes TCP packets that stand for several, both IP versions
 * @param uso takes UDP packets that stand for several
 */
public record Offloads(boolean checksum, boolean tso, boolean uso) {
    /** Whole packets as on a wire. */
    public static final Offloads NONE = new Offloads(false, false, false);
    /** All there is. */
    public static final Offloads ALL = new Offloads(true, true, true);

    public Offloads {
        if (!checksum && (tso || uso)) {
            throw new IllegalArgumentException("segments need open checksums: tso " + tso + ", uso " + uso);
        }
    }

    /** Whether a packet with this offload word can be taken as it is. */
    public boolean take(final long word) {
        return switch (Offload.type(word)) {
            case 0 -> checksum || !Offload.needsChecksum(word);
            case Offload.UDP -> uso;
            default -> tso;
        };
    }
}
