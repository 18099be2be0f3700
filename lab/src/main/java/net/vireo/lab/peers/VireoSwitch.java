// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.nio.file.Path;
import java.util.List;
import net.vireo.lab.host.Launcher;

/** Vireo with two guests in a bridged network. */
final class VireoSwitch implements PeerSwitch {
    private final Path directory;
    private final VireoNode node;

    VireoSwitch(final Path directory, final Launcher launcher, final int cpu) {
        this.directory = directory;
        node = new VireoNode(directory, launcher, cpu);
    }

    @Override
    public String title() {
        return PeersRow.OURS;
    }

    @Override
    public void start() throws InterruptedException {
        node.start(yaml(), List.of());
    }

    private String yaml() {
        return """
                kind: Node
                apiVersion: vireo.net/v1
                node:
                  name: %s
                  address: 192.0.2.1
                  fabric: {device: fabric0, mac: 52:54:00:aa:00:01, mtu: 1600}
                networks:
                  - {name: green, vrf: 1, mode: l2, vni: 5001}
                interfaces:
                  - {name: g0, port: {vhost-user: %s, mode: client}, network: green, mac: %s, label: 16, bridge-label: 26}
                  - {name: g1, port: {vhost-user: %s, mode: client}, network: green, mac: %s, label: 17, bridge-label: 27}
                """.formatted(VireoNode.NAME, socket(0), PeerGuests.mac(0), socket(1), PeerGuests.mac(1));
    }

    @Override
    public Path socket(final int guest) {
        return directory.resolve("vireo" + guest + ".sock");
    }

    @Override
    public void pause() throws InterruptedException {
        node.pause();
    }

    @Override
    public void resume() throws InterruptedException {
        node.resume();
    }

    @Override
    public double workNsPerPacket() throws InterruptedException {
        return node.workNsPerPacket();
    }

    @Override
    public void close() {
        node.close();
    }
}
