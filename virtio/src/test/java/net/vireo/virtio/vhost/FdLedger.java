// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;

/** Descriptors that are only numbers: each is closed once, and none is left. */
final class FdLedger implements FdCloser {
    private final TreeSet<Integer> open = new TreeSet<>();
    private int next = 100;

    int open() {
        open.add(next);
        return next++;
    }

    int[] open(final int count) {
        final int[] fds = new int[count];
        for (int i = 0; i < count; i++) {
            fds[i] = open();
        }
        return fds;
    }

    @Override
    public void close(final int fd) {
        assertThat(open.remove(fd)).as("descriptor %d was open", fd).isTrue();
    }

    boolean isOpen(final int fd) {
        return open.contains(fd);
    }

    int openCount() {
        return open.size();
    }
}
