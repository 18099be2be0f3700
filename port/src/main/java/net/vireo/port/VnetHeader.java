// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Checksum;

/**
 * The header that virtio devices, TAPs and packet sockets put before a frame (virtio 1.2, 5.1.6; the machine's order).
 *
 * <pre>
 *   0  flags u8 (NEEDS_CSUM 1)      4  gso_size u16          8  csum_offset u16
 *   1  gso_type u8 (NONE 0)         6  csum_start u16       10  num_buffers u16 (in the 12-byte form)
 *   2  hdr_len u16
 * </pre>
 *
 * Offloads are off here: what arrives must be whole frames, and what leaves has its checksums. A sender may still leave
 * a checksum open; it is filled in on the spot.
 */
final class VnetHeader {
    private static final int NEEDS_CSUM = 1;
    private static final int CSUM_START = 6;
    private static final int CSUM_OFFSET = 8;

    private VnetHeader() {}

    /**
     * Does what the header asks for.
     *
     * @param header address of the header
     * @param frame address of the frame
     * @return false when the header cannot be true, or asks for something that is off: the frame must not be used
     */
    static boolean accept(final long header, final long frame, final int lengthBytes) {
        final int flagsAndType = Memory.getShort(header) & 0xffff;
        return flagsAndType == 0 || acceptMarked(header, frame, lengthBytes, flagsAndType);
    }

    /** Writes a header that asks for nothing. */
    static void clear(final long header) {
        Memory.putLong(header, 0);
        Memory.putInt(header + 8, 0);
    }

    private static boolean acceptMarked(
            final long header, final long frame, final int lengthBytes, final int flagsAndType) {
        if (flagsAndType >>> 8 != 0) {
            return false; // a segment that somebody else was to cut
        }
        if ((flagsAndType & NEEDS_CSUM) == 0) {
            return true; // "checksum is good" and the like need nothing
        }
        final int start = Memory.getShort(header + CSUM_START) & 0xffff;
        final int offset = Memory.getShort(header + CSUM_OFFSET) & 0xffff;
        return start < lengthBytes && Checksum.complete(frame + start, lengthBytes - start, offset) >= 0;
    }
}
