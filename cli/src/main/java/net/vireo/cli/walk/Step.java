// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.walk;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.trace.TraceStep;

/**
 * One step of a walk, decoded (layout: {@link TraceStep}). Numbers that were not known yet are -1, the address 0.
 *
 * @param edge the node it went to; {@link TraceStep#DROPPED}
 * @param packet which packet of the walk: 0 the one traced, then copies and answers
 * @param reason why it was dropped; null when it was not, or for a reason this program does not know
 */
public record Step(
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
        int lcore,
        int packet) {
    /** What is known before the first step. */
    public static final Step NOTHING = new Step(-1, -1, null, 0, -1, -1, -1, -1, -1, 0, -1, 0, -1, 0);

    /** All steps; a torn one at the end is left out. */
    public static List<Step> decode(final byte[] steps) {
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
                    bytes.getInt(at + 40),
                    bytes.getInt(at + 44)));
        }
        return walk;
    }

    private static DropReason reason(final int position) {
        final DropReason[] reasons = DropReason.values();
        return position < reasons.length ? reasons[position] : null;
    }

    /** It was dropped here. */
    public boolean dropped() {
        return edge == TraceStep.DROPPED;
    }

    /** The router made it, as a copy or an answer. */
    public boolean born() {
        return (flags & TraceStep.FLAG_BORN) != 0;
    }

    /** It came out of a tunnel. */
    public boolean decapsulated() {
        return (flags & TraceStep.FLAG_DECAPSULATED) != 0;
    }

    /** It waits here, for a verdict or for its datagram's first fragment. */
    public boolean waits() {
        return edge == TraceStep.WAITS;
    }

    /** It left through a port: there is no node behind. */
    public boolean left() {
        return edge == node;
    }
}
