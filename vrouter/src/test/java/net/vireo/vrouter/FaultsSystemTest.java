// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.vireo.linux.Fds;
import net.vireo.linux.NetNamespace;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoLedger;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrMpls;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrRoute;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.WireIpv4;
import net.vireo.sandesh.WireMac;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.Ledger;
import net.vireo.vrouter.counter.PortCounter;
import net.vireo.vrouter.counter.VifCounter;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is done to a running data plane from outside: links that flap or vanish, a guest that changes its MTU. */
@Tag("system")
@Tag("tap")
@Timeout(90)
class FaultsSystemTest {
    private static final int HOST_ADDRESS = 0x0a000001;
    private static final int FAR_ADDRESS = 0x0a000002;
    private static final int GUEST_ADDRESS = 0x78000004;
    private static final int FAR_GUEST_ADDRESS = 0x78000003;
    private static final long FABRIC_MAC = 0x0200_0000_0001L;
    private static final long FAR_MAC = 0x0200_0000_0002L;
    private static final long GUEST_MAC = 0x0200_0000_0004L;
    private static final int LABEL_HERE = 16;
    private static final int LABEL_THERE = 18;
    private static final int VRF = 1;
    private static final int GUEST_VIF = 3;

    @TempDir
    private Path directory;

    private Path host;
    private Path guest;
    private Path far;
    private Vrouter vrouter;
    private VrouterClient client;

    @BeforeEach
    void start() throws IOException {
        host = namespace("host");
        guest = namespace("guest");
        far = namespace("far");
        final int farFd = NetNamespace.open(far);
        try (RtNetlink links = RtNetlink.open()) {
            links.findLink("fab0").ifPresent(link -> links.delete(link.index()));
            links.setMac(links.addVeth("fab0", "fab1", farFd), FABRIC_MAC);
        } finally {
            Fds.close(farFd);
        }
        up(far, "fab1", FAR_ADDRESS, FAR_MAC);
        vrouter = Vrouter.start(
                VrouterConfig.of("compute1", directory.resolve("node")).withHostNetns(host));
        client = VrouterClient.connect(directory.resolve("node").resolve("dpdk_netlink"));
        vif(Vif.FABRIC_INDEX, Vif.TYPE_PHYSICAL, "fab0", FABRIC_MAC, 0, 0);
        vif(Vif.HOST_INDEX, Vif.TYPE_HOST, "vhost0", FABRIC_MAC, HOST_ADDRESS, 0);
        vif(GUEST_VIF, Vif.TYPE_VIRTUAL, "tapguest", GUEST_MAC, GUEST_ADDRESS, VRF);
        final int guestFd = NetNamespace.open(guest);
        try (RtNetlink links = RtNetlink.open()) {
            links.moveTo(links.link("tapguest").index(), guestFd);
        } finally {
            Fds.close(guestFd);
        }
        up(guest, "tapguest", GUEST_ADDRESS, GUEST_MAC);
        up(host, "vhost0", HOST_ADDRESS, FABRIC_MAC);
        fillTables();
    }

    @AfterEach
    void stop() {
        client.close();
        vrouter.close();
        for (final Path space : List.of(host, guest, far)) {
            NetNamespace.delete(space);
        }
    }

    private Path namespace(final String name) {
        final Path file = directory.resolve(name);
        NetNamespace.create(file);
        return file;
    }

    private static void up(final Path space, final String name, final int address, final long mac) {
        try (RtNetlink links = RtNetlink.open(space)) {
            final int index = links.link(name).index();
            links.setMac(index, mac);
            links.addAddress(index, address, 24);
            links.setUp(index);
        }
    }

    private void vif(final int index, final int type, final String name, final long mac, final int ip, final int vrf) {
        client.request(new VrInterface()
                .op(SandeshOp.ADD)
                .put(VrInterface.IDX, index)
                .put(VrInterface.TYPE, type)
                .put(VrInterface.TRANSPORT, Vif.TRANSPORT_ETH)
                .put(VrInterface.NAME, name)
                .put(VrInterface.MAC, WireMac.toBytes(mac))
                .put(VrInterface.IP, WireIpv4.toWire(ip))
                .put(VrInterface.VRF, vrf)
                .put(VrInterface.MCAST_VRF, vrf)
                .put(VrInterface.MTU, 1514)
                .put(VrInterface.QOS_MAP_INDEX, -1));
    }

    private void fillTables() {
        nexthop(10, Nexthop.TYPE_RECEIVE, Vif.HOST_INDEX, "");
        nexthop(11, Nexthop.TYPE_ENCAP, GUEST_VIF, "02000000000400005e0001000800");
        client.request(new VrNexthop()
                .op(SandeshOp.ADD)
                .put(VrNexthop.ID, 12)
                .put(VrNexthop.TYPE, Nexthop.TYPE_TUNNEL)
                .put(VrNexthop.FAMILY, 2)
                .put(VrNexthop.FLAGS, Nexthop.FLAG_VALID | Nexthop.FLAG_TUNNEL_UDP_MPLS)
                .put(VrNexthop.ENCAP_OIF_ID, 0)
                .put(VrNexthop.TUN_SIP, WireIpv4.toWire(HOST_ADDRESS))
                .put(VrNexthop.TUN_DIP, WireIpv4.toWire(FAR_ADDRESS))
                .put(VrNexthop.ENCAP, HexFormat.of().parseHex("0200000000020200000000010800")));
        client.request(
                new VrMpls().op(SandeshOp.ADD).put(VrMpls.LABEL, LABEL_HERE).put(VrMpls.NHID, 11));
        route(0, HOST_ADDRESS, 10, 0);
        route(VRF, GUEST_ADDRESS, 11, LABEL_HERE);
        route(VRF, FAR_GUEST_ADDRESS, 12, LABEL_THERE);
    }

    private void nexthop(final int id, final int type, final int vif, final String rewrite) {
        client.request(new VrNexthop()
                .op(SandeshOp.ADD)
                .put(VrNexthop.ID, id)
                .put(VrNexthop.TYPE, type)
                .put(VrNexthop.FAMILY, 2)
                .put(VrNexthop.VRF, type == Nexthop.TYPE_ENCAP ? VRF : 0)
                .put(VrNexthop.FLAGS, Nexthop.FLAG_VALID)
                .put(VrNexthop.ENCAP_OIF_ID, vif)
                .put(VrNexthop.ENCAP, HexFormat.of().parseHex(rewrite)));
    }

    private void route(final int vrf, final int address, final int nexthop, final int label) {
        client.request(new VrRoute()
                .op(SandeshOp.ADD)
                .put(VrRoute.VRF_ID, vrf)
                .put(VrRoute.FAMILY, 2)
                .put(VrRoute.PREFIX, WireIpv4.toBytes(address))
                .put(VrRoute.PREFIX_LEN, 32)
                .put(VrRoute.NH_ID, nexthop)
                .put(VrRoute.LABEL, label)
                .put(VrRoute.LABEL_FLAGS, Route.FLAG_LABEL_VALID | Route.FLAG_ARP_PROXY)
                .put(VrRoute.REPLACE_PLEN, -1));
    }

    /** Runs {@code ping} in a namespace. @return its whole output */
    private static String ping(final Path space, final String address, final int count) throws Exception {
        final Process ping = new ProcessBuilder(
                        "nsenter", "--net=" + space, "ping", "-c", "" + count, "-i", "0.05", "-W", "2", address)
                .redirectErrorStream(true)
                .start();
        final String output = new String(ping.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        ping.waitFor(10, TimeUnit.SECONDS);
        return output;
    }

    private Ledger ledger() throws IOException {
        assertThat(client.request(new VireoLedger().op(SandeshOp.GET))
                        .first(VireoLedger.class)
                        .value(VireoLedger.LCORES))
                .isEqualTo(2);
        return Ledger.of(CounterFile.open(directory.resolve("node").resolve(Vrouter.COUNTERS_NAME))
                .snapshot());
    }

    private CounterFile counters() throws IOException {
        return CounterFile.open(directory.resolve("node").resolve(Vrouter.COUNTERS_NAME));
    }

    /** Its own end, then the far end, five times each, with the host's pings on the way. */
    @Test
    void shouldCountWhatAFlappingFabricLosesAndRecover() throws Exception {
        final Process pings = new ProcessBuilder(
                        "nsenter", "--net=" + host, "ping", "-q", "-c", "1000000", "-i", "0.005", "10.0.0.2")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (RtNetlink here = RtNetlink.open();
                RtNetlink there = RtNetlink.open(far)) {
            for (int i = 0; i < 5; i++) {
                flap(here, "fab0");
                assertThat(ledger().broken()).as("flap %d here", i).isEmpty();
                flap(there, "fab1");
                assertThat(ledger().broken()).as("flap %d there", i).isEmpty();
            }
        } finally {
            pings.destroy();
            pings.waitFor(5, TimeUnit.SECONDS);
        }
        assertThat(counters().vif(Vif.FABRIC_INDEX, VifCounter.TX_ERRORS))
                .as("frames that found the link down")
                .isPositive();
        assertThat(counters().drop(DropReason.TX_RING_FULL))
                .as("each has a name")
                .isEqualTo(counters().vif(Vif.FABRIC_INDEX, VifCounter.TX_ERRORS));
        await("the fabric is back")
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> ping(host, "10.0.0.2", 1).contains("1 received"));
        assertThat(ping(host, "10.0.0.2", 20)).contains("20 received");
        assertThat(ledger().broken()).isEmpty();
        lcoresShouldSleep();
    }

    private static void flap(final RtNetlink links, final String name) throws InterruptedException {
        final int index = links.link(name).index();
        links.setDown(index);
        Thread.sleep(60);
        links.setUp(index);
        Thread.sleep(60);
    }

    @Test
    void shouldLetGoOfATapThatIsDeletedUnderIt() throws Exception {
        try (RtNetlink links = RtNetlink.open(guest)) {
            links.delete(links.link("tapguest").index());
        }
        await("it is counted").until(() -> counters().port(GUEST_VIF, PortCounter.RX_ERRORS) > 0);
        Thread.sleep(1500); // devices are looked after once a second
        lcoresShouldSleep();
        assertThat(ping(host, "10.0.0.2", 3)).contains("3 received");
        assertThat(counters().port(GUEST_VIF, PortCounter.RX_ERRORS))
                .as("it stays to be seen")
                .isPositive();
        assertThat(ledger().broken()).isEmpty();

        client.request(new VrInterface().op(SandeshOp.DEL).put(VrInterface.IDX, GUEST_VIF));
        vif(GUEST_VIF, Vif.TYPE_VIRTUAL, "tapguest", GUEST_MAC, GUEST_ADDRESS, VRF);
        try (RtNetlink links = RtNetlink.open()) {
            assertThat(links.findLink("tapguest")).isPresent();
        }
        assertThat(counters().port(GUEST_VIF, PortCounter.RX_ERRORS)).isZero();
        assertThat(ledger().broken()).isEmpty();
    }

    @Test
    void shouldNameWhatAGuestSendsAfterItRaisedItsMtu() throws Exception {
        mtu(9000);
        final long before = counters().vif(Vif.FABRIC_INDEX, VifCounter.TX_PACKETS);
        ping("-c", "3", "-W", "1", "-M", "do", "-s", "4000", "120.0.0.3");
        assertThat(accountedFor())
                .as("each long packet is refused by its port or dropped")
                .isGreaterThanOrEqualTo(1);
        mtu(1300);
        ping("-c", "3", "-W", "1", "-s", "1000", "120.0.0.3");
        await("short ones pass").until(() -> counters().vif(Vif.FABRIC_INDEX, VifCounter.TX_PACKETS) >= before + 3);
        assertThat(ledger().broken()).isEmpty();
    }

    private long accountedFor() throws IOException {
        final CounterFile counters = counters();
        return counters.port(GUEST_VIF, PortCounter.RX_ERRORS) + counters.drop(DropReason.MTU_EXCEEDED);
    }

    private void mtu(final int bytes) {
        try (RtNetlink links = RtNetlink.open(guest)) {
            links.setMtu(links.link("tapguest").index(), bytes);
        }
    }

    private void ping(final String... arguments) throws Exception {
        final List<String> command = new ArrayList<>(List.of("nsenter", "--net=" + guest, "ping"));
        command.addAll(List.of(arguments));
        final Process ping =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        ping.getInputStream().readAllBytes();
        ping.waitFor(10, TimeUnit.SECONDS);
    }

    private static void lcoresShouldSleep() throws InterruptedException {
        Thread.sleep(500);
        final long before = lcoreCpuNs();
        Thread.sleep(2000);
        assertThat(lcoreCpuNs() - before).as("ns of CPU of all lcores in 2 s").isLessThan(100_000_000);
    }

    private static long lcoreCpuNs() {
        final var threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (final var info : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (info != null && info.getThreadName().startsWith("lcore-1")) {
                sum += threads.getThreadCpuTime(info.getThreadId());
            }
        }
        return sum;
    }
}
