// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.scene;

import java.util.ArrayList;
import java.util.List;
import net.vireo.lab.driver.DriverSpec;
import net.vireo.lab.driver.DriverSpec.Load;
import net.vireo.lab.scene.Scene.Actor;
import net.vireo.lab.scene.Scene.Plane;
import net.vireo.lab.topology.ComputeNode;
import net.vireo.lab.topology.Encap;
import net.vireo.lab.topology.Fabric;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.IpAddress;
import net.vireo.lab.topology.Topology;
import net.vireo.lab.topology.VirtualNetwork;
import net.vireo.lab.topology.VirtualNetwork.Prefix;

/**
 * Puts a scene together: one guest on the node to look at, one on the node beside it, a network for both. Addresses are of
 * TEST-NET-2 (RFC 5737). For one thread.
 */
final class SceneBuilder {
    private static final String NETWORK = "amber";
    private static final String FAR_GUEST = "far-guest";
    private static final int VNI = 5100;
    private static final int NEAR_LABEL = 17;
    private static final int FAR_LABEL = 18;
    private static final int NODES = 0xc6336400;
    private static final long MACS = 0x0200_0000_0200L;
    private static final int GUESTS = 0x78000000;
    private static final long GUESTS6 = 0xfd00_0120_0000_0000L;
    private static final long NEAR_MAC = 0x0200_7800_4003L;
    private static final long FAR_MAC = 0x0200_7800_4004L;

    private final ComputeNode near;
    private final ComputeNode far;
    private final String vif;
    private final List<String> options = new ArrayList<>();
    private Encap encap = Encap.UDP;
    private DriverSpec guest = DriverSpec.sink(1);
    private Load inward = Load.NONE;

    private SceneBuilder(final String stage, final int host, final String vif) {
        near = new ComputeNode(stage, NODES | host, MACS | host);
        far = new ComputeNode(stage + "-far", NODES | host + 1, MACS | host + 1);
        this.vif = vif;
    }

    /**
     * Begins one.
     *
     * @param stage what the node to look at is called; the one beside it has {@code -far} behind that
     * @param host the last octet of the node's address; the next one is that of the node beside it
     * @param vif what the guest to look at is called
     */
    static SceneBuilder on(final String stage, final int host, final String vif) {
        return new SceneBuilder(stage, host, vif);
    }

    /** The node's lcores, and more options of {@code run vrouter}. */
    SceneBuilder lcores(final int count, final String... more) {
        options.add("--no-restart"); // nobody is to watch it die: one process less
        options.add("--lcores");
        options.add(String.valueOf(count));
        options.addAll(List.of(more));
        return this;
    }

    /** How packets travel between the two nodes. */
    SceneBuilder over(final Encap tunnel) {
        encap = tunnel;
        return this;
    }

    /** What the guest has and sends; what it sends goes to the node beside it. */
    SceneBuilder guest(final DriverSpec spec) {
        guest = spec;
        return this;
    }

    /** What comes from the other node. Without it there is only a link to it, on which nobody listens. */
    SceneBuilder comes(final Load load) {
        inward = load;
        return this;
    }

    Scene named(final String name, final int page, final String title, final String what) {
        final Prefix prefix = new Prefix(IpAddress.v4(GUESTS), 24);
        final Prefix prefix6 = new Prefix(new IpAddress(GUESTS6, 0), 64);
        final Topology topology = new Topology(
                near.name(),
                title,
                encap,
                false,
                new Fabric(24, 1500),
                List.of(near, far),
                List.of(new VirtualNetwork(NETWORK, false, prefix, prefix6, VNI, 0)),
                List.of(guest(vif, near, 3, NEAR_MAC, NEAR_LABEL), guest(FAR_GUEST, far, 4, FAR_MAC, FAR_LABEL)));
        final List<Plane> planes = new ArrayList<>(List.of(new Plane(near.name(), options)));
        final List<Actor> actors = new ArrayList<>(List.of(new Actor(vif, guest, FAR_GUEST)));
        if (inward.packetsPerSecond() > 0) {
            planes.add(new Plane(far.name(), List.of("--no-restart", "--lcores", "1")));
            actors.add(new Actor(FAR_GUEST, DriverSpec.sender(1, inward), vif));
        }
        return new Scene(name, page, title, what, topology, planes, actors);
    }

    private static Guest guest(
            final String name, final ComputeNode node, final int host, final long mac, final int label) {
        return new Guest(name, NETWORK, node.name(), GUESTS | host, new IpAddress(GUESTS6, host), mac, label, 0);
    }
}
