// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import java.util.Objects;
import net.vireo.linux.memory.Memory;

/**
 * A burst's chains as ranges of our memory: what the walkers of both formats note and the copies use. Plain arrays, made
 * once; only translated ranges get in, so that whatever the guest changes later, copies stay inside its memory.
 */
final class Fragments {
    /** Room for the fragments of a burst: a walk starts only while a chain of the longest kind fits. */
    static final int ROOM = 1024;

    /** The most bytes of a chain that is read: any frame that can be (64 KB of segments, headers) fits. */
    static final int MAX_READABLE_BYTES = 1 << 17;

    private static final int MAX_FRAGMENTS = DeviceQueue.MAX_FRAGMENTS;

    private final MemoryRegions regions;
    private final long[] addresses = new long[ROOM];
    private final int[] lengths = new int[ROOM];
    private final int[] starts = new int[MAX_FRAGMENTS + 1];
    private final int[] bytes = new int[MAX_FRAGMENTS];
    private int count;
    private int chains;
    private boolean faults;

    Fragments(final MemoryRegions regions) {
        this.regions = regions;
    }

    MemoryRegions regions() {
        return regions;
    }

    void clear() {
        count = 0;
        chains = 0;
        faults = false;
    }

    /** Whether a chain has one. */
    boolean hasFaults() {
        return faults;
    }

    int chains() {
        return chains;
    }

    /** Whether another chain may be walked. */
    boolean hasRoom() {
        return count <= ROOM - MAX_FRAGMENTS;
    }

    /** Length of a chain, or the code of its fault. */
    int chainBytes(final int chain) {
        return bytes[Objects.checkIndex(chain, chains)];
    }

    /** Fragments of all chains so far. */
    int count() {
        return count;
    }

    /**
     * Notes a descriptor of the chain that is being walked.
     *
     * @return 0, or a fault's code
     */
    int add(final long guestAddress, final long lengthBytes) {
        final long host = regions.guest(guestAddress, lengthBytes);
        if (host == MemoryRegions.BAD || lengthBytes == 0 || lengthBytes > Integer.MAX_VALUE) {
            return addOdd(guestAddress, lengthBytes);
        }
        if (count - starts[chains] >= MAX_FRAGMENTS) {
            return RingFault.TOO_MANY_FRAGMENTS.code();
        }
        addresses[count] = Memory.base(host);
        lengths[count] = (int) lengthBytes;
        count++;
        return 0;
    }

    /** What crosses regions, is empty, or wants more than 2 GB. An empty one is skipped, its address checked all the same. */
    private int addOdd(final long guestAddress, final long lengthBytes) {
        if (lengthBytes > 0 && Long.compareUnsigned(guestAddress + (lengthBytes - 1), guestAddress) < 0) {
            return RingFault.BAD_ADDRESS.code(); // over the end of all addresses, where a region at 0 would go on
        }
        long address = guestAddress;
        long left = lengthBytes;
        do {
            final long inRegion = regions.guestBytes(address);
            if (inRegion == 0) {
                return RingFault.BAD_ADDRESS.code();
            }
            final long part = Math.min(Math.min(left, inRegion), Integer.MAX_VALUE);
            if (part > 0) {
                final int fault = add(address, part);
                if (fault < 0) {
                    return fault;
                }
            }
            address += part;
            left -= part;
        } while (left > 0);
        return 0;
    }

    /** Ends the chain that is being walked; one with a fault keeps no fragment. */
    void endChain(final int bytesOrFault) {
        if (bytesOrFault < 0) {
            count = starts[chains];
            faults = true;
        }
        bytes[chains] = bytesOrFault;
        chains++;
        starts[chains] = count;
    }

    /** Copies from one chain to our memory. */
    void copyOut(final int chain, final int skipBytes, final long destination, final int lengthBytes) {
        Objects.checkFromIndexSize(skipBytes, lengthBytes, Math.max(0, chainBytes(chain)));
        final int first = starts[chain];
        if (lengthBytes > 0 && skipBytes + lengthBytes <= lengths[first]) {
            Memory.copy(addresses[first] + skipBytes, Memory.base(destination), lengthBytes);
        } else {
            gather(first, skipBytes, destination, lengthBytes);
        }
    }

    private void gather(final int first, final int skipBytes, final long destination, final int lengthBytes) {
        int skip = skipBytes;
        int done = 0;
        for (int i = first; done < lengthBytes; i++) {
            final int part = Math.min(lengths[i] - skip, lengthBytes - done);
            if (part > 0) {
                Memory.copy(addresses[i] + skip, Memory.base(destination + done), part);
                done += part;
            }
            skip = Math.max(0, skip - lengths[i]);
        }
    }

    /** Copies header and data over the fragments of all chains, from the first on; they hold it. */
    void copyIn(final long header, final int headerBytes, final long data, final int dataBytes) {
        scatter(0, header, headerBytes);
        scatter(headerBytes, data, dataBytes);
    }

    private void scatter(final int skipBytes, final long source, final int lengthBytes) {
        int skip = skipBytes;
        int done = 0;
        for (int i = 0; done < lengthBytes; i++) {
            final int part = Math.min(lengths[i] - skip, lengthBytes - done);
            if (part > 0) {
                Memory.copy(Memory.base(source + done), addresses[i] + skip, part);
                done += part;
            }
            skip = Math.max(0, skip - lengths[i]);
        }
    }
}
