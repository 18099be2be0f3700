// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

/**
 * The descriptors of one message. Who wants one takes it; the rest is closed with the message. No request has more than
 * eight, so more are closed as they come and only counted: a message that trickles in cannot pile them up.
 */
final class ReceivedFds {
    private static final int MAX = 8;

    private final FdCloser closer;
    private final int[] fds = new int[MAX];
    private int count;
    private boolean tooMany;

    ReceivedFds(final FdCloser closer) {
        this.closer = closer;
    }

    void add(final int fd) {
        if (count == MAX) {
            tooMany = true;
            closer.close(fd);
        } else {
            fds[count++] = fd;
        }
    }

    /** How many came, counting those beyond eight as one. */
    int count() {
        return tooMany ? MAX + 1 : count;
    }

    /** Looks at one; it is still the message's. */
    int fd(final int index) {
        return fds[index];
    }

    /** All of them belong to the caller now. */
    void takeAll() {
        count = 0;
    }

    /** Closes those that nobody took. */
    void close() {
        while (count > 0) {
            closer.close(fds[--count]);
        }
    }
}
