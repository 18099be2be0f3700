// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

/**
 * Closes descriptors: in production {@code Fds::close}. A session owns every descriptor that is handed to it and closes
 * each exactly once, through this.
 */
@FunctionalInterface
public interface FdCloser {
    /** @param fd an open descriptor that nobody uses any more */
    void close(int fd);
}
