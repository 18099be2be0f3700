// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.neighbour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import net.vireo.linux.Fds;
import net.vireo.linux.NetNamespace;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real kernel on either side of a veth pair: the host 192.0.2.1 and another node 192.0.2.2. */
@Tag("system")
class NeighbourResolverSystemTest {
    private static final int HOST = 0xc0000201;
    private static final int NODE = 0xc0000202;
    private static final int BEHIND_NODE = 0xc6336409;
    private static final long NODE_MAC = 0x0200_0000_0002L;
    private static final long MOVED_MAC = 0x0200_0000_0099L;
    private static final long FABRIC_MAC = 0x5254_00aa_0001L;

    private final Tables tables = new Tables(new Tables.Limits(8, 4, 64, 64));
    private final ExecutorService controlThread = Executors.newSingleThreadExecutor();

    @TempDir
    private Path directory;

    private Path host;
    private Path node;
    private NeighbourResolver resolver;

    @BeforeEach
    void givenTwoNodes() {
        host = directory.resolve("host");
        node = directory.resolve("node");
        NetNamespace.create(host);
        NetNamespace.create(node);
        final int nodeFd = NetNamespace.open(node);
        try (RtNetlink links = RtNetlink.open(host)) {
            final int index = links.addVeth("vhost0", "eth0", nodeFd);
            links.addAddress(index, HOST, 24);
            links.setUp(index);
            links.addRoute(0xc6336400, 24, 0, index);
        } finally {
            Fds.close(nodeFd);
        }
        setUpNode(NODE_MAC);
        tables.putVif(vif(0, Vif.TYPE_PHYSICAL, "fabric"));
        tables.putVif(vif(Vif.HOST_INDEX, Vif.TYPE_HOST, "vhost0"));
        resolver = new NeighbourResolver(tables, host, controlThread);
        resolver.start();
    }

    @AfterEach
    void close() {
        resolver.close();
        controlThread.close();
        NetNamespace.delete(host);
        NetNamespace.delete(node);
    }

    @Test
    void shouldResolveFollowAndWithdrawANeighbour() {
        want(46, NODE);
        awaitNexthop(46, nexthop -> nexthop.resolved);
        assertThat(tables.nexthop(46).rewriteHigh).isEqualTo(NODE_MAC << 16 | FABRIC_MAC >>> 32);
        assertThat(tables.nexthop(46).rewriteLow).isEqualTo((FABRIC_MAC & 0xffff_ffffL) << 16 | 0x0800);

        try (RtNetlink links = RtNetlink.open(host)) {
            links.putNeighbour(links.link("vhost0").index(), NODE, MOVED_MAC);
            awaitNexthop(46, nexthop -> nexthop.rewriteHigh >>> 16 == MOVED_MAC);

            try (RtNetlink other = RtNetlink.open(node)) {
                other.setDown(other.link("eth0").index());
            }
            links.deleteNeighbour(links.link("vhost0").index(), NODE);
            awaitNexthop(46, nexthop -> !nexthop.resolved);
        }
        setUpNode(NODE_MAC);
        awaitNexthop(46, nexthop -> nexthop.rewriteHigh >>> 16 == NODE_MAC);
    }

    @Test
    void shouldResolveTheGatewayOfAFarNode() {
        try (RtNetlink links = RtNetlink.open(host)) {
            final int index = links.link("vhost0").index();
            links.deleteRoute(0xc6336400, 24, 0, index);
            links.addRoute(0xc6336400, 24, NODE, index);
        }
        want(46, BEHIND_NODE);
        awaitNexthop(46, nexthop -> nexthop.rewriteHigh >>> 16 == NODE_MAC);
    }

    @Test
    void shouldNotUseNeighboursThatAreNotOnTheFabric() {
        tables.putVif(vif(Vif.HOST_INDEX, Vif.TYPE_HOST, "another"));
        want(46, NODE);
        final Vif right = vif(Vif.HOST_INDEX, Vif.TYPE_HOST, "vhost0");
        await().during(Duration.ofMillis(500)).until(() -> !tables.nexthop(46).resolved);
        controlThread.execute(() -> tables.putVif(right));
        awaitNexthop(46, nexthop -> nexthop.resolved);
    }

    private void want(final int nexthopId, final int destination) {
        final Nexthop tunnel = new Nexthop(
                nexthopId,
                Nexthop.TYPE_TUNNEL,
                2,
                Nexthop.FLAG_VALID | Nexthop.FLAG_TUNNEL_UDP_MPLS,
                0,
                0,
                HOST,
                destination,
                new byte[0]);
        controlThread.execute(() -> {
            tables.putNexthop(tunnel);
            resolver.unresolved(tunnel);
        });
        await().until(() -> tables.nexthop(nexthopId) != null);
    }

    private void awaitNexthop(final int nexthopId, final Predicate<Nexthop> condition) {
        await().atMost(Duration.ofSeconds(20)).until(() -> condition.test(tables.nexthop(nexthopId)));
    }

    private void setUpNode(final long mac) {
        try (RtNetlink links = RtNetlink.open(node)) {
            final int index = links.link("eth0").index();
            links.setMac(index, mac);
            if (links.addresses().stream().noneMatch(address -> address.index() == index)) {
                links.addAddress(index, NODE, 24);
            }
            links.setUp(index);
        }
    }

    private static Vif vif(final int index, final int type, final String name) {
        return new Vif(index, type, Vif.TRANSPORT_ETH, name, 0, 65535, 0, FABRIC_MAC, 0, 1514, 0, -1, Vif.NONE);
    }
}
