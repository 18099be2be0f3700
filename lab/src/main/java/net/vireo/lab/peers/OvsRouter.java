// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.nio.file.Path;

/**
 * OVS-DPDK with a guest whose connections are tracked, a route, and a VXLAN tunnel that leaves by a second bridge; and
 * beside that a third bridge that only bridges.
 *
 * <p>A connection of which no answer was seen stays "new" for its tracker. So that not every packet is committed again, a
 * mark says that it was: each packet is looked up once, as one of an established connection.
 */
final class OvsRouter implements RoutedSwitch {
    private static final String INSIDE = "br-int";
    private static final String OUTSIDE = "br-phy";
    private static final String BRIDGE = "br-l2";

    private final Path directory;
    private final OvsDaemon daemon;

    OvsRouter(final Path directory, final int cpu) {
        this.directory = directory;
        daemon = new OvsDaemon(directory, cpu);
    }

    @Override
    public void start() throws InterruptedException {
        daemon.start();
        daemon.bridge(INSIDE);
        daemon.bridge(OUTSIDE);
        daemon.guest(INSIDE, "guest", socket("guest"));
        daemon.guest(OUTSIDE, "fabric", socket("fabric"));
        daemon.control(
                "add-port",
                INSIDE,
                "tunnel",
                "--",
                "set",
                "Interface",
                "tunnel",
                "type=vxlan",
                "options:remote_ip=" + Underlay.FAR_VXLAN,
                "options:local_ip=" + Underlay.NEAR,
                "options:key=" + Underlay.VNI);
        daemon.control("set", "bridge", OUTSIDE, "other-config:hwaddr=" + Underlay.NEAR_MAC);
        daemon.inside("ip", "address", "add", Underlay.NEAR + "/24", "dev", OUTSIDE);
        daemon.inside("ip", "link", "set", OUTSIDE, "up");
        daemon.appctl("ovs/route/add", Underlay.NEAR + "/24", OUTSIDE);
        daemon.appctl("tnl/neigh/set", OUTSIDE, Underlay.FAR_VXLAN, Underlay.FAR_MAC);
        daemon.flows(
                INSIDE,
                "table=0,priority=1,in_port=guest,ip,ct_state=-trk,actions=ct(table=1)",
                "table=0,priority=0,actions=drop",
                "table=1,priority=3,ip,ct_state=+trk+est,actions=goto_table:2",
                "table=1,priority=2,ip,ct_state=+trk,ct_mark=1,actions=goto_table:2",
                "table=1,priority=1,ip,ct_state=+trk+new,ct_mark=0,"
                        + "actions=ct(commit,exec(set_field:1->ct_mark)),goto_table:2",
                "table=1,priority=0,actions=drop",
                "table=2,priority=1,ip,nw_dst=" + Underlay.VXLAN_PREFIX + ",actions=dec_ttl,set_field:"
                        + Underlay.ROUTER_MAC + "->eth_src,set_field:" + Underlay.ROUTER_MAC
                        + "->eth_dst,output:tunnel",
                "table=2,priority=0,actions=drop");
        // What is flooded would go to the bridge's device as well, by a system call each.
        daemon.flows(
                OUTSIDE, "priority=1,in_port=LOCAL,actions=output:fabric", "priority=1,in_port=fabric,actions=drop");
        daemon.bridge(BRIDGE);
        daemon.guest(BRIDGE, "guest-l2", socket("guest-l2"));
        daemon.guest(BRIDGE, "far-l2", socket("far-l2"));
        daemon.appctl("fdb/add", BRIDGE, "far-l2", "0", Underlay.ROUTER_MAC);
    }

    @Override
    public Path socket(final String name) {
        return directory.resolve(name);
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
    public void forgetFlows() throws InterruptedException {
        daemon.appctl("dpctl/flush-conntrack");
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
