// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.nio.file.Path;

/**
 * A virtual switch with two guests' ports, which are clients of the guests' sockets. It polls one CPU while it is
 * running, and none while it is paused. One thread.
 */
interface PeerSwitch extends AutoCloseable {
    /** How the result calls it. */
    String title();

    /** Starts it and gives it its ports; leaves it running. */
    void start() throws InterruptedException;

    /** The socket on which a guest listens. */
    Path socket(int guest);

    /** Stops it where it is. */
    void pause() throws InterruptedException;

    /** Lets it go on. */
    void resume() throws InterruptedException;

    /**
     * What a packet has cost since this was last asked: while it was working, without its looks at empty rings. In
     * nanoseconds; 0 when it cannot say. A switch that is faster than its guests is told from one that they wait for only
     * by this.
     */
    default double workNsPerPacket() throws InterruptedException {
        return 0;
    }

    /** Ends it. */
    @Override
    void close();
}
