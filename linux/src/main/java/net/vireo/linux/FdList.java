// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

/**
 * Descriptors that travel with a message on a {@link UnixSocket}. Made once and used again and again by one thread.
 * What was received belongs to whoever owns the list: {@link #take} it, or {@link #closeAll}.
 */
public final class FdList {
    /** The most descriptors that Linux lets one message carry. */
    public static final int MAX = 253;

    private final int[] fds;
    private int count;

    /** @param capacity at most {@link #MAX}; descriptors received beyond it are closed */
    public FdList(final int capacity) {
        fds = new int[Math.min(capacity, MAX)];
    }

    /** How many descriptors it holds. */
    public int count() {
        return count;
    }

    /** How many descriptors it can hold. */
    public int capacity() {
        return fds.length;
    }

    /** @param index 0 .. {@link #count} - 1 */
    public int fd(final int index) {
        if (index >= count) {
            throw new IndexOutOfBoundsException("descriptor " + index + " of " + count);
        }
        return fds[index];
    }

    /** The descriptor, which the caller owns from now on: {@link #closeAll} leaves it alone. */
    public int take(final int index) {
        final int fd = fd(index);
        fds[index] = -1;
        return fd;
    }

    /**
     * Adds a descriptor to be sent.
     *
     * @return false if the list is full
     */
    public boolean add(final int fd) {
        if (count == fds.length) {
            return false;
        }
        fds[count++] = fd;
        return true;
    }

    /** Forgets the descriptors without closing them. */
    public void clear() {
        count = 0;
    }

    /** Closes those that nobody took, and forgets all. */
    public void closeAll() {
        for (int i = 0; i < count; i++) {
            if (fds[i] >= 0) {
                Fds.close(fds[i]);
            }
        }
        count = 0;
    }
}
