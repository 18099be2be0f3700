// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is allocated per packet, on good ways and bad ones. */
class RingAllocationTest {
    private static final int WARM_ROUNDS = 20_000;
    private static final int ROUNDS = 5_000;

    private final int[] ids = new int[64];
    private final int[] lengths = new int[64];
    private final long[] plainFrames = new long[1];
    private final int[] plainLengths = new int[1];

    @ParameterizedTest
    @ValueSource(longs = {0, Features.RING_PACKED, Features.IN_ORDER, Features.RING_PACKED | Features.IN_ORDER})
    void shouldAllocateNothingPerPacket(final long format) {
        final long features = format | Features.VERSION_1 | Features.MRG_RXBUF | Features.INDIRECT_DESC;
        try (RingWorld from = new RingWorld(64, features, 4096);
                RingWorld to = new RingWorld(64, features, 4096);
                Scratch scratch = new Scratch()) {
            final Frames frames = new Frames(from, to);
            for (int i = 0; i < WARM_ROUNDS; i++) {
                round(frames, scratch.address());
            }
            final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < ROUNDS; i++) {
                round(frames, scratch.address());
            }
            final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            // A tenth of a byte per packet: what the measurement itself makes, and no object per packet.
            assertThat(allocated).isLessThan(ROUNDS * 5 / 10);
            assertThat(from.faults.count(RingFault.BAD_ADDRESS)).isPositive();
        }
    }

    private static final class Frames {
        final RingWorld from;
        final RingWorld to;
        final long[] addresses = new long[2];
        final int[] pieces = {40, 60};

        Frames(final RingWorld from, final RingWorld to) {
            this.from = from;
            this.to = to;
            addresses[0] = from.data(0);
            addresses[1] = from.data(100);
        }
    }

    private void round(final Frames frames, final long scratch) {
        final DriverQueue sender = frames.from.driver;
        sender.add(frames.addresses[0], 100, false);
        sender.add(frames.addresses, frames.pieces, 2, 2);
        sender.addIndirect(frames.addresses, frames.pieces, 2, 2);
        sender.add(0x40, 100, false);
        sender.add(frames.addresses[0], 100, false);
        sender.publish();
        final DriverQueue receiver = frames.to.driver;
        for (int i = 0; i < 8; i++) {
            receiver.add(frames.to.data(i * 64), 64, true);
        }
        receiver.publish();
        final DeviceQueue from = frames.from.device();
        plainFrames[0] = scratch + 12;
        from.readPlain(plainFrames, plainLengths, Math.min(1, from.waiting(32)), 13, 200);
        from.completePlain();
        frames.to.device().writePlain(plainFrames, plainLengths, 0, 1);
        final int n = from.fetch(32);
        for (int i = 0; i < n; i++) {
            if (from.readableBytes(i) > 0) {
                from.copyOut(i, 0, scratch, 100);
                frames.to.device().write(scratch, 12, scratch + 12, 88);
            }
        }
        from.complete(n);
        frames.to.device().flush();
        from.wantsNotification();
        frames.to.device().wantsNotification();
        sender.collect(ids, lengths);
        receiver.collect(ids, lengths);
    }
}
