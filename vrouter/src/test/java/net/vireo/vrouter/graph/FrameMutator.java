// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages frames, and mostly makes the IPv4 checksums in them right again, so that the damage is met deeper inside. */
final class FrameMutator {
    private static final int MAX_FAULTS = 4;
    private static final int HEADERS_BYTES = 120;
    private static final int MAX_FRAME_BYTES = 1900;

    /** Where IPv4 headers begin in plain frames and behind MPLS over UDP or GRE and VXLAN. */
    private static final int[] IPV4_AT = {14, 18, 38 + 4, 42, 46, 52, 60, 64, 78};

    private final Random random;

    FrameMutator(final Random random) {
        this.random = random;
    }

    /** A frame of the corpus with up to three faults; a new array. */
    byte[] mutated(final List<byte[]> corpus) {
        byte[] frame = pick(corpus).clone();
        for (int faults = random.nextInt(MAX_FAULTS); faults > 0; faults--) {
            frame = fault(frame, corpus);
        }
        if (random.nextInt(4) != 0) {
            // The outer one last: a checksum inside does not change it.
            for (int i = IPV4_AT.length - 1; i >= 0; i--) {
                repair(frame, IPV4_AT[i]);
            }
        }
        return frame.length > MAX_FRAME_BYTES ? Arrays.copyOf(frame, MAX_FRAME_BYTES) : frame;
    }

    private byte[] pick(final List<byte[]> corpus) {
        return corpus.get(random.nextInt(corpus.size()));
    }

    private byte[] fault(final byte[] frame, final List<byte[]> corpus) {
        if (frame.length == 0) {
            return frame;
        }
        final int at = random.nextInt(Math.min(frame.length, HEADERS_BYTES));
        switch (random.nextInt(7)) {
            case 0 -> {
                return Arrays.copyOf(frame, random.nextInt(frame.length + 1));
            }
            case 1 -> {
                return Arrays.copyOf(frame, frame.length + random.nextInt(100));
            }
            case 2 -> {
                return spliced(frame, at, pick(corpus));
            }
            case 3 -> frame[at] ^= (byte) (1 << random.nextInt(8));
            case 4 -> frame[at] = (byte) (random.nextBoolean() ? 0 : 0xff);
            default -> frame[at] = (byte) random.nextInt();
        }
        return frame;
    }

    /** The head of one and the rest of another: a tunnel within a tunnel, a header twice. */
    private byte[] spliced(final byte[] head, final int headBytes, final byte[] tail) {
        final int from = random.nextInt(tail.length + 1);
        final byte[] both = Arrays.copyOf(head, headBytes + tail.length - from);
        System.arraycopy(tail, from, both, headBytes, tail.length - from);
        return both;
    }

    private static void repair(final byte[] frame, final int offset) {
        if (frame.length < offset + 20 || (frame[offset] & 0xf0) != 0x40) {
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
