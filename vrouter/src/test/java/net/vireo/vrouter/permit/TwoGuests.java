// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.permit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.vireo.linux.Fds;
import net.vireo.linux.NetNamespace;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoFlowList;
import net.vireo.sandesh.VireoLedger;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrRoute;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.VrouterOps;
import net.vireo.sandesh.WireIpv4;
import net.vireo.sandesh.WireMac;
import net.vireo.vrouter.Vrouter;
import net.vireo.vrouter.VrouterConfig;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.Ledger;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Vif;

/** A data plane with two guests whose interfaces ask for policy: the kernel's own stack behind TAPs. */
final class TwoGuests implements AutoCloseable {
    static final String LEFT = "120.0.0.4";
    static final String RIGHT = "120.0.0.5";
    static final int LEFT_NEXTHOP = 11;
    static final int RIGHT_NEXTHOP = 12;

    private static final int LEFT_ADDRESS = 0x78000004;
    private static final int RIGHT_ADDRESS = 0x78000005;
    private static final int LEFT_VIF = 3;
    private static final int RIGHT_VIF = 4;
    private static final int VRF = 1;

    final Path left;
    final Path right;
    final Path node;
    Vrouter vrouter;
    VrouterClient client;

    TwoGuests(final Path directory) throws IOException {
        node = directory.resolve("node");
        left = namespace(directory, "left");
        right = namespace(directory, "right");
        start();
    }

    private static Path namespace(final Path directory, final String name) {
        final Path file = directory.resolve(name);
        NetNamespace.create(file);
        return file;
    }

    void start() throws IOException {
        vrouter = Vrouter.start(VrouterConfig.of("compute1", node));
        client = VrouterClient.connect(node.resolve("dpdk_netlink"));
        vif(Vif.AGENT_INDEX, Vif.TYPE_AGENT, Vif.TRANSPORT_SOCKET, "unix", Vif.ROUTER_MAC, 0, 0, 0, Vif.NO_VRF);
        guest(LEFT_VIF, "tapleft", LEFT_ADDRESS, LEFT_NEXTHOP, left);
        guest(RIGHT_VIF, "tapright", RIGHT_ADDRESS, RIGHT_NEXTHOP, right);
        nexthop(LEFT_NEXTHOP, LEFT_VIF, "02000000000400005e0001000800");
        nexthop(RIGHT_NEXTHOP, RIGHT_VIF, "02000000000500005e0001000800");
        route(LEFT_ADDRESS, LEFT_NEXTHOP);
        route(RIGHT_ADDRESS, RIGHT_NEXTHOP);
    }

    void stop() {
        client.close();
        vrouter.close();
    }

    private void guest(final int index, final String name, final int address, final int nexthop, final Path space)
            throws IOException {
        final long mac = 0x0200_0000_0000L | address & 0xff;
        vif(index, Vif.TYPE_VIRTUAL, Vif.TRANSPORT_ETH, name, mac, address, Vif.FLAG_POLICY, nexthop, VRF);
        final int fd = NetNamespace.open(space);
        try (RtNetlink links = RtNetlink.open()) {
            links.moveTo(links.link(name).index(), fd);
        } finally {
            Fds.close(fd);
        }
        try (RtNetlink links = RtNetlink.open(space)) {
            final int link = links.link(name).index();
            links.setMac(link, mac);
            links.addAddress(link, address, 24);
            links.setUp(link);
        }
    }

    private void vif(
            final int index,
            final int type,
            final int transport,
            final String name,
            final long mac,
            final int ip,
            final int flags,
            final int nexthop,
            final int vrf) {
        client.request(new VrInterface()
                .op(SandeshOp.ADD)
                .put(VrInterface.IDX, index)
                .put(VrInterface.TYPE, type)
                .put(VrInterface.TRANSPORT, transport)
                .put(VrInterface.NAME, name)
                .put(VrInterface.MAC, WireMac.toBytes(mac))
                .put(VrInterface.IP, WireIpv4.toWire(ip))
                .put(VrInterface.FLAGS, flags)
                .put(VrInterface.NH_ID, nexthop)
                .put(VrInterface.VRF, vrf)
                .put(VrInterface.MCAST_VRF, vrf)
                .put(VrInterface.MTU, 1514)
                .put(VrInterface.QOS_MAP_INDEX, -1));
    }

    private void nexthop(final int id, final int vif, final String rewrite) {
        client.request(new VrNexthop()
                .op(SandeshOp.ADD)
                .put(VrNexthop.ID, id)
                .put(VrNexthop.TYPE, Nexthop.TYPE_ENCAP)
                .put(VrNexthop.FAMILY, 2)
                .put(VrNexthop.VRF, VRF)
                .put(VrNexthop.FLAGS, Nexthop.FLAG_VALID | Nexthop.FLAG_POLICY)
                .put(VrNexthop.ENCAP_OIF_ID, vif)
                .put(VrNexthop.ENCAP, HexFormat.of().parseHex(rewrite)));
    }

    private void route(final int address, final int nexthop) {
        client.request(new VrRoute()
                .op(SandeshOp.ADD)
                .put(VrRoute.VRF_ID, VRF)
                .put(VrRoute.FAMILY, 2)
                .put(VrRoute.PREFIX, WireIpv4.toBytes(address))
                .put(VrRoute.PREFIX_LEN, 32)
                .put(VrRoute.NH_ID, nexthop)
                .put(VrRoute.LABEL_FLAGS, Route.FLAG_ARP_PROXY)
                .put(VrRoute.REPLACE_PLEN, -1));
    }

    void holdLimit(final int flows) {
        final VrouterOps unchanged =
                client.request(new VrouterOps().op(SandeshOp.GET)).first(VrouterOps.class);
        client.request(unchanged.op(SandeshOp.ADD).put(VrouterOps.FLOW_HOLD_LIMIT, flows));
    }

    List<VireoFlowList> flows() {
        return client.dump(VireoFlowList.unfiltered()).all(VireoFlowList.class);
    }

    long drops(final DropReason reason) throws IOException {
        return CounterFile.open(node.resolve(Vrouter.COUNTERS_NAME)).drop(reason);
    }

    Ledger ledger() throws IOException {
        client.request(new VireoLedger().op(SandeshOp.GET));
        return Ledger.of(CounterFile.open(node.resolve(Vrouter.COUNTERS_NAME)).snapshot());
    }

    /** Runs {@code ping} in a guest. @return its whole output */
    static String ping(final Path space, final String address, final int count, final double everySeconds)
            throws Exception {
        final Process ping = new ProcessBuilder(
                        "nsenter",
                        "--net=" + space,
                        "ping",
                        "-c",
                        "" + count,
                        "-i",
                        "" + everySeconds,
                        "-W",
                        "2",
                        address)
                .redirectErrorStream(true)
                .start();
        final String output = new String(ping.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        ping.waitFor(30, TimeUnit.SECONDS);
        return output;
    }

    @Override
    public void close() {
        stop();
        NetNamespace.delete(left);
        NetNamespace.delete(right);
    }
}
