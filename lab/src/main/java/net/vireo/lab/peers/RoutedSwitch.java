// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.nio.file.Path;

/** A switch with one-way paths from guests to sockets on which the far side is. One thread. */
interface RoutedSwitch extends AutoCloseable {
    void start() throws InterruptedException;

    /** A socket of a path. */
    Path socket(String name);

    void pause() throws InterruptedException;

    void resume() throws InterruptedException;

    /** Has it forget the flows that it knows, where it can be told to. */
    void forgetFlows() throws InterruptedException;

    /** {@link PeerSwitch#workNsPerPacket}. */
    double workNsPerPacket() throws InterruptedException;

    @Override
    void close();
}
