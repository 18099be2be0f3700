// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.nio.file.Path;

/** OVS-DPDK with one bridge that learns addresses (action NORMAL) between two guests. */
final class OvsSwitch implements PeerSwitch {
    private final Path directory;
    private final OvsDaemon daemon;

    OvsSwitch(final Path directory, final int cpu) {
        this.directory = directory;
        daemon = new OvsDaemon(directory, cpu);
    }

    @Override
    public String title() {
        return "OVS-DPDK";
    }

    @Override
    public void start() throws InterruptedException {
        daemon.start();
        daemon.bridge("br0");
        for (int guest = 0; guest < 2; guest++) {
            daemon.guest("br0", "vhu" + guest, socket(guest));
        }
    }

    @Override
    public Path socket(final int guest) {
        return directory.resolve("ovs" + guest + ".sock");
    }

    @Override
    public void pause() throws InterruptedException {
        daemon.pause();
    }

    @Override
    public void resume() throws InterruptedException {
        daemon.resume();
    }

    @Override
    public double workNsPerPacket() throws InterruptedException {
        return daemon.workNsPerPacket();
    }

    @Override
    public void close() {
        daemon.close();
    }
}
