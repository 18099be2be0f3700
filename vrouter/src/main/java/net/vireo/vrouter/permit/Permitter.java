// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.permit;

import java.util.ArrayList;
import java.util.List;
import net.vireo.linux.Mapping;
import net.vireo.linux.Mmap;
import net.vireo.linux.memory.Memory;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.VrouterException;

/**
 * Permits flows that somebody else read from pkt0, both ways: for an agent that has no policy to ask. One thread.
 */
public final class Permitter implements AutoCloseable {
    private static final int FRAME_BYTES = 2048;

    /** What a reader of a cut packet may touch behind it. */
    private static final int SLACK_BYTES = 1 << 17;

    private final Verdicts verdicts;
    private final Mapping scratch = Mmap.anonymous(FRAME_BYTES + SLACK_BYTES, false);

    /** @param client a connection that nobody else uses meanwhile */
    public Permitter(final VrouterClient client) {
        verdicts = new Verdicts(client);
    }

    /**
     * Permits the flows that these frames miss. Frames that are no misses, or cut too short, are left out.
     *
     * @param frames as they came from pkt0
     * @throws VrouterException when the data plane is gone
     */
    public void permit(final List<byte[]> frames) {
        final List<Miss> misses = new ArrayList<>();
        for (final byte[] frame : frames) {
            if (Trapped.isSound(frame.length) && frame.length <= FRAME_BYTES) {
                final long address = Memory.base(scratch.address());
                Memory.copyIn(frame, 0, address, frame.length);
                if (Trapped.reason(address) == Trapped.FLOW_MISS) {
                    misses.add(Miss.of(address));
                }
            }
        }
        verdicts.permit(misses);
    }

    /** Flows permitted so far. */
    public long permittedCount() {
        return verdicts.permittedCount();
    }

    /** Flows that were gone before. */
    public long failedCount() {
        return verdicts.failedCount();
    }

    @Override
    public void close() {
        scratch.close();
    }
}
