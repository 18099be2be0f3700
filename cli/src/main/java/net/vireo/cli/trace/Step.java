// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.trace;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.trace.TraceStep;

/**
 * One step of a walk, decoded (layout: {@link TraceStep}). Numbers that were not known yet are -1, the address 0.
 *
 * @param edge the node it went to; {@link TraceStep#DROPPED}
 * @param reason why it was dropped; null when it was not, or for a reason this program does not know
 */
record Step(
        int node,
        int edge,
        DropReason reason,
        int flags,
        int vif,
        int transmitVif,
        int vrf,
        int nexthop,
        int label,
        int destination,
        int prefixLength,
        int lengthBytes,
        int lcore) {
    /** What is known before the first step. */
    static final Step NOTHING = new Step(-1, -1, null, 0, -1, -1, -1, -1, -1, 0, -1, 0, -1);

    /** All steps; a torn one at the end is left out. */
    static List<Step> decode(final byte[] steps) {
        final ByteBuffer bytes = ByteBuffer.wrap(steps);
        final List<Step> walk = new ArrayList<>();
        for (int at = 0; at + TraceStep.LENGTH_BYTES <= steps.length; at += TraceStep.LENGTH_BYTES) {
            final int edge = bytes.getShort(at + 2) & 0xffff;
            walk.add(new Step(
                    bytes.getShort(at) & 0xffff,
                    edge,
                    edge == TraceStep.DROPPED ? reason(bytes.getShort(at + 4) & 0xffff) : null,
                    bytes.getShort(at + 6) & 0xffff,
                    bytes.getInt(at + 8),
                    bytes.getInt(at + 12),
                    bytes.getInt(at + 16),
                    bytes.getInt(at + 20),
                    bytes.getInt(at + 24),
                    bytes.getInt(at + 28),
                    bytes.getInt(at + 32),
                    bytes.getInt(at + 36),
                    bytes.getInt(at + 40)));
        }
        return walk;
    }

    private static DropReason reason(final int position) {
        final DropReason[] reasons = DropReason.values();
        return position < reasons.length ? reasons[position] : null;
    }

    boolean dropped() {
        return edge == TraceStep.DROPPED;
    }

    boolean born() {
        return (flags & TraceStep.FLAG_BORN) != 0;
    }

    boolean decapsulated() {
        return (flags & TraceStep.FLAG_DECAPSULATED) != 0;
    }

    /** It left through a port: there is no node behind. */
    boolean left() {
        return edge == node;
    }
}
