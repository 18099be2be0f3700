// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import java.util.HexFormat;
import net.vireo.linux.memory.Memory;

/** A guest that writes what it likes into a ring of a {@link RingWorld}, field by field. */
final class RawRing {
    static final int NEXT = 1;
    static final int WRITE = 2;
    static final int INDIRECT = 4;

    final RingWorld world;
    private final int sizeEntries;
    private int avail;
    private int slot;
    private int wrap = 1;

    RawRing(final RingWorld world, final int sizeEntries) {
        this.world = world;
        this.sizeEntries = sizeEntries;
    }

    /** A descriptor of a split table in the guest's memory. */
    void split(
            final long table, final int index, final long address, final long bytes, final int flags, final int next) {
        final long at = world.host(table + 16L * index);
        Memory.putLong(at, address);
        Memory.putInt(at + 8, (int) bytes);
        Memory.putShort(at + 12, (short) flags);
        Memory.putShort(at + 14, (short) next);
    }

    /** A descriptor of the ring's own split table. */
    void split(final int index, final long address, final long bytes, final int flags, final int next) {
        split(RingWorld.GUEST, index, address, bytes, flags, next);
    }

    /** The guest was here before: its next available index. */
    void startAt(final int index) {
        avail = index;
        availIndex(index);
    }

    /** Makes heads available. */
    void offer(final int... heads) {
        for (final int head : heads) {
            Memory.putShort(world.driver.driverAddress() + 4 + 2L * (avail % sizeEntries), (short) head);
            avail++;
        }
        availIndex(avail);
    }

    void availIndex(final int index) {
        Memory.putShortRelease(world.driver.driverAddress() + 2, (short) index);
    }

    int usedIndex() {
        return Memory.getShortAcquire(world.driver.deviceAddress() + 2) & 0xffff;
    }

    /** id and length of used elements: "3:0 7:60". */
    String used(final int from, final int count) {
        final StringBuilder text = new StringBuilder();
        for (int i = from; i < from + count; i++) {
            final long at = world.driver.deviceAddress() + 4 + 8L * (i % sizeEntries);
            text.append(i > from ? " " : "")
                    .append(Memory.getInt(at))
                    .append(':')
                    .append(Memory.getInt(at + 4));
        }
        return text.toString();
    }

    /** The next descriptor of a packed ring, available. */
    void packed(final long address, final long bytes, final int id, final int flags) {
        packedEntry(RingWorld.GUEST + 16L * slot, address, bytes, id, flags | (wrap != 0 ? 1 << 7 : 1 << 15));
        slot++;
        if (slot == sizeEntries) {
            slot = 0;
            wrap ^= 1;
        }
    }

    /** A packed descriptor as it is, anywhere in the guest's memory. */
    void packedEntry(final long guestAddress, final long address, final long bytes, final int id, final int flags) {
        final long at = world.host(guestAddress);
        Memory.putLong(at, address);
        Memory.putInt(at + 8, (int) bytes);
        Memory.putShort(at + 12, (short) id);
        Memory.putShortRelease(at + 14, (short) flags);
    }

    /** A slot's 16 bytes. */
    String slot(final int number) {
        return hex(world.driver.descriptorAddress() + 16L * number, 16);
    }

    static String hex(final long address, final int lengthBytes) {
        final byte[] bytes = new byte[lengthBytes];
        Memory.copyOut(address, bytes, 0, lengthBytes);
        return HexFormat.of().formatHex(bytes);
    }
}
