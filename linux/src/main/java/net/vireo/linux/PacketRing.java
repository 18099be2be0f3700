// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import net.vireo.linux.memory.Memory;
import net.vireo.linux.struct.Tpacket3Hdr;
import net.vireo.linux.struct.TpacketBlock;

/**
 * The TPACKET_V3 receive ring of a {@link PacketSocket}: the kernel writes frames into blocks of shared memory and
 * hands over whole blocks; reading needs no system call. Single reader: one thread, the socket's receiver.
 *
 * <p>{@code while (count < max && (frame = ring.tryNext()) != 0) { copy out; count++; }} A frame is valid until the
 * next {@link #tryNext}: the block it was the last of goes back to the kernel then, so copy first. Nothing allocates.
 */
public final class PacketRing {
    /** What {@link #tryNext} returns when no frame waits. */
    public static final long NONE = 0;
    /** What {@link #vlanTag} returns for a frame without a tag. */
    public static final int NO_VLAN = -1;

    private static final int STATUS_KERNEL = 0;
    private static final int STATUS_USER = 1;
    private static final int VLAN_VALID = 0x10;
    private static final int VLAN_TPID_VALID = 0x40;
    private static final int TPID_8021Q = 0x8100;

    private final Mapping mapping;
    private final int blockBytes;
    private final int blockCount;

    private int block;
    private int framesLeft;
    private long frame;
    private boolean holdsBlock;

    PacketRing(final Mapping mapping, final int blockBytes, final int blockCount) {
        this.mapping = mapping;
        this.blockBytes = blockBytes;
        this.blockCount = blockCount;
    }

    /**
     * Hot: the next frame, for the accessors below. Gives back the block of the previous one if that was its last.
     *
     * @return the frame's handle, or {@link #NONE}
     */
    public long tryNext() {
        while (framesLeft == 0) {
            if (holdsBlock) {
                release();
            }
            if (!acquire()) {
                return NONE;
            }
        }
        framesLeft--;
        final long current = frame;
        frame = current + Memory.getInt(current + Tpacket3Hdr.NEXT);
        return current;
    }

    /** The address of the frame's first byte, the destination MAC. */
    public static long address(final long frame) {
        return frame + (Memory.getShort(frame + Tpacket3Hdr.MAC) & 0xffff);
    }

    /** How many of the frame's bytes are in the ring: less than {@link #wireLengthBytes} for one longer than a block. */
    public static int lengthBytes(final long frame) {
        return Memory.getInt(frame + Tpacket3Hdr.CAPTURED);
    }

    /** How many bytes the frame had on the link, without the VLAN tag that was taken off. */
    public static int wireLengthBytes(final long frame) {
        return Memory.getInt(frame + Tpacket3Hdr.LENGTH);
    }

    /** The VLAN tag (priority, DEI, id: 16 bits) that the kernel took off the frame, or {@link #NO_VLAN}. */
    public static int vlanTag(final long frame) {
        final int status = Memory.getInt(frame + Tpacket3Hdr.STATUS);
        return (status & VLAN_VALID) == 0 ? NO_VLAN : Memory.getInt(frame + Tpacket3Hdr.VLAN_TCI) & 0xffff;
    }

    /** The protocol id of the tag: 0x8100 or 0x88a8. */
    public static int vlanTpid(final long frame) {
        final int status = Memory.getInt(frame + Tpacket3Hdr.STATUS);
        return (status & VLAN_TPID_VALID) == 0 ? TPID_8021Q : Memory.getShort(frame + Tpacket3Hdr.VLAN_TPID) & 0xffff;
    }

    /** The kernel's TP_STATUS bits of the frame (linux/if_packet.h). */
    public static int status(final long frame) {
        return Memory.getInt(frame + Tpacket3Hdr.STATUS);
    }

    void close() {
        mapping.close();
    }

    private boolean acquire() {
        final long base = blockAddress();
        if ((Memory.getIntAcquire(base + TpacketBlock.STATUS) & STATUS_USER) == 0) {
            return false;
        }
        holdsBlock = true;
        framesLeft = Memory.getInt(base + TpacketBlock.PACKET_COUNT);
        frame = base + Memory.getInt(base + TpacketBlock.FIRST_PACKET);
        return true;
    }

    private void release() {
        Memory.putIntRelease(blockAddress() + TpacketBlock.STATUS, STATUS_KERNEL);
        holdsBlock = false;
        block = block + 1 == blockCount ? 0 : block + 1;
    }

    private long blockAddress() {
        return Memory.base(mapping.address()) + (long) block * blockBytes;
    }
}
