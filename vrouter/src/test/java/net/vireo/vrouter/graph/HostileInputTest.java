// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.Frames.BROADCAST;
import static net.vireo.vrouter.graph.Frames.FAR_GUEST;
import static net.vireo.vrouter.graph.Frames.GUEST;
import static net.vireo.vrouter.graph.Frames.GUEST_MAC;
import static net.vireo.vrouter.graph.Frames.LOCAL;
import static net.vireo.vrouter.graph.Frames.REMOTE;
import static net.vireo.vrouter.graph.Frames.arp;
import static net.vireo.vrouter.graph.Frames.entry;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.mplsOverUdp;
import static net.vireo.vrouter.graph.Frames.syn;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.vireo.testkit.FuzzBudget;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Truncated, lying and random frames from guests and from the fabric: nothing throws, nothing is lost unnamed. */
class HostileInputTest {
    private static final int BATCH = 16;

    @Test
    void shouldSurviveMutatedFrames() {
        attack(System.nanoTime(), FuzzBudget.second(HostileInputTest.class));
    }

    @Test
    @Tag("fuzz")
    void shouldSurviveMutatedFramesForLong() {
        attack(System.nanoTime(), FuzzBudget.ofCommandLine(HostileInputTest.class));
    }

    private static void attack(final long seed, final FuzzBudget budget) {
        final Random random = new Random(seed);
        try (OneNode lab = new OneNode()) {
            final List<byte[]> guestFrames = guestCorpus();
            final List<byte[]> fabricFrames = fabricCorpus();
            boolean more = true;
            while (more) {
                for (int i = 0; i < BATCH && more; i++) {
                    lab.guest.send(mutated(guestFrames, random));
                    lab.fabric.send(mutated(fabricFrames, random));
                    more = budget.more();
                }
                turn(lab, seed);
            }
            assertThat(lab.node.ledger().broken()).as("seed %d", seed).isEmpty();
            assertThat(lab.node.pool.refusedFreeCount()).as("seed %d", seed).isZero();
            assertThat(lab.node.drops()).as("seed %d", seed).hasSizeGreaterThan(12);
        }
    }

    private static void turn(final OneNode lab, final long seed) {
        try {
            lab.node.settle();
        } catch (final RuntimeException e) {
            throw new AssertionError("seed " + seed, e);
        }
        final long tooShort = Stream.of(lab.fabric, lab.host, lab.guest, lab.neighbour)
                .flatMap(peer -> peer.receive().stream())
                .filter(frame -> frame.length < 14)
                .count();
        assertThat(tooShort).as("frames without a header, seed %d", seed).isZero();
    }

    private static List<byte[]> guestCorpus() {
        return List.of(
                OneNode.fromGuest(FAR_GUEST, 64, 17, OneNode.payload()),
                OneNode.fromGuest(OneNode.NEIGHBOUR, 64, 17, OneNode.payload()),
                OneNode.fromGuest(FAR_GUEST, 64, 6, syn(GUEST, FAR_GUEST, 1460)),
                OneNode.fromGuest(ipv4(0, 0x4000, 64, 17, GUEST, FAR_GUEST, new byte[1480])),
                ethernet(BROADCAST, GUEST_MAC, 0x0806, arp(1, GUEST_MAC, GUEST, 0, FAR_GUEST)));
    }

    private static List<byte[]> fabricCorpus() {
        return List.of(
                OneNode.tunnelled(OneNode.inner(0, 17, OneNode.payload())),
                OneNode.tunnelled(OneNode.inner(2, 6, syn(FAR_GUEST, GUEST, 1460))),
                mplsOverUdp(3, REMOTE, LOCAL, entry(OneNode.LABEL_HERE, true, 63), OneNode.inner(1, 17, new byte[40])),
                mplsOverUdp(0, REMOTE, LOCAL, entry(0xfffff, false, 9), OneNode.inner(0, 17, OneNode.payload())));
    }

    /** A frame of the corpus with a few faults, its IPv4 checksums often made right again so that it gets further. */
    private static byte[] mutated(final List<byte[]> corpus, final Random random) {
        byte[] frame = corpus.get(random.nextInt(corpus.size())).clone();
        for (int faults = random.nextInt(4); faults > 0; faults--) {
            frame = switch (random.nextInt(4)) {
                case 0 -> Arrays.copyOf(frame, random.nextInt(frame.length + 1));
                case 1 -> Arrays.copyOf(frame, frame.length + random.nextInt(100));
                case 2 -> flipped(frame, random, 1 + random.nextInt(8));
                default -> withLyingLength(frame, random);
            };
        }
        if (random.nextBoolean()) {
            repair(frame, 14);
            repair(frame, 46);
        }
        return frame;
    }

    private static byte[] flipped(final byte[] frame, final Random random, final int count) {
        for (int i = 0; i < count && frame.length > 0; i++) {
            frame[random.nextInt(Math.min(frame.length, 80))] = (byte) random.nextInt();
        }
        return frame;
    }

    /** Total length, header length, UDP length or data offset of the outer or of the inner packet. */
    private static byte[] withLyingLength(final byte[] frame, final Random random) {
        final int[] offsets = {14, 16, 17, 38, 39, 46, 48, 49, 46 + 32, 42, 43, 44};
        final int offset = offsets[random.nextInt(offsets.length)];
        if (offset < frame.length) {
            frame[offset] = (byte) random.nextInt();
        }
        return frame;
    }

    private static void repair(final byte[] frame, final int offset) {
        if (frame.length < offset + 20) {
            return;
        }
        final int headerBytes = Math.max(5, frame[offset] & 0xf) * 4;
        if (frame.length >= offset + headerBytes) {
            frame[offset + 10] = 0;
            frame[offset + 11] = 0;
            final int checksum = Frames.checksum(frame, offset, headerBytes);
            frame[offset + 10] = (byte) (checksum >>> 8);
            frame[offset + 11] = (byte) checksum;
        }
    }
}
