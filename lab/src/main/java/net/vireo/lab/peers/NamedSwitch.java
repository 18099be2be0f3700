// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.nio.file.Path;

/**
 * A switch under another name: the same thing started in another way.
 *
 * @param inner the switch
 * @param title how the result calls it
 */
record NamedSwitch(PeerSwitch inner, String title) implements PeerSwitch {
    @Override
    public void start() throws InterruptedException {
        inner.start();
    }

    @Override
    public Path socket(final int guest) {
        return inner.socket(guest);
    }

    @Override
    public void pause() throws InterruptedException {
        inner.pause();
    }

    @Override
    public void resume() throws InterruptedException {
        inner.resume();
    }

    @Override
    public double workNsPerPacket() throws InterruptedException {
        return inner.workNsPerPacket();
    }

    @Override
    public void close() {
        inner.close();
    }
}
