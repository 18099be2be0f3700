// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.nio.file.Path;
import java.util.List;
import net.vireo.lab.host.Launcher;

/**
 * Vireo with a guest in a routed network whose flows are tracked and permitted, and tunnels of both kinds to a fabric that
 * is a vhost-user socket.
 */
final class VireoRouter implements RoutedSwitch {
    private final Path directory;
    private final List<String> options;
    private final VireoNode node;

    /** @param options more of {@code run vrouter}'s */
    VireoRouter(final Path directory, final Launcher launcher, final int cpu, final List<String> options) {
        this.directory = directory;
        this.options = List.copyOf(options);
        node = new VireoNode(directory, launcher, cpu);
    }

    @Override
    public void start() throws InterruptedException {
        node.start(yaml(), options);
    }

    private String yaml() {
        return """
                kind: Node
                apiVersion: vireo.net/v1
                node:
                  name: %s
                  address: %s
                  fabric: {vhost-user: %s, mode: client, queues: 1, mac: "%s", mtu: 1600}
                networks:
                  - {name: red, vrf: 1, vni: %d}
                peers:
                  - {name: vxlan, address: %s, encap: vxlan, mac: "%s"}
                  - {name: mpls, address: %s, encap: udp, mac: "%s"}
                interfaces:
                  - {name: g, port: {vhost-user: %s, mode: client}, network: red, address: %s, mac: "%s", label: 16, policy: true}
                routes:
                  - {network: red, prefix: %s, via: vxlan}
                  - {network: red, prefix: %s, via: mpls, label: %d}
                """.formatted(
                        VireoNode.NAME,
                        Underlay.NEAR,
                        socket("fabric"),
                        Underlay.NEAR_MAC,
                        Underlay.VNI,
                        Underlay.FAR_VXLAN,
                        Underlay.FAR_MAC,
                        Underlay.FAR_MPLS,
                        Underlay.FAR_MAC,
                        socket("guest"),
                        Underlay.GUEST,
                        PeerGuests.mac(0),
                        Underlay.VXLAN_PREFIX,
                        Underlay.MPLS_PREFIX,
                        Underlay.LABEL);
    }

    @Override
    public Path socket(final String name) {
        return directory.resolve(name);
    }

    @Override
    public void pause() throws InterruptedException {
        node.pause();
    }

    @Override
    public void resume() throws InterruptedException {
        node.resume();
    }

    /** Flows age in its own time: see the options. */
    @Override
    public void forgetFlows() {}

    @Override
    public double workNsPerPacket() throws InterruptedException {
        return node.workNsPerPacket();
    }

    @Override
    public void close() {
        node.close();
    }
}
