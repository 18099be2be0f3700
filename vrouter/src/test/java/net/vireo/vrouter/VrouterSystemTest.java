// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.vireo.linux.Fds;
import net.vireo.linux.NetNamespace;
import net.vireo.linux.memory.Memory;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.packet.Checksum;
import net.vireo.packet.Icmp;
import net.vireo.packet.Ipv4;
import net.vireo.port.PacketSocketPort;
import net.vireo.port.RxQueue;
import net.vireo.port.TxQueue;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
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
import net.vireo.vrouter.counter.Ledger;
import net.vireo.vrouter.graph.GraphPlan;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole data plane between real kernels: a guest's, the host's, and the far node's; the test plays the far router. */
@Tag("system")
@Tag("tap")
class VrouterSystemTest {
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
    private static final int OUTER_BYTES = 46;

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

    @Test
    void shouldCarryThePingsOfAGuestThroughTheTunnelAndBack() throws Exception {
        try (FarRouter router = new FarRouter(far)) {
            assertThat(ping(guest, "120.0.0.3", 20)).contains("20 received");
            // It counts an answer after it has sent it.
            await("answers counted").until(() -> router.echoed.get() >= 20);
        }
        assertThat(ledger().broken()).isEmpty();
    }

    @Test
    void shouldCarryTheHostsTraffic() throws Exception {
        assertThat(ping(host, "10.0.0.2", 20)).contains("20 received");
        assertThat(ledger().broken()).isEmpty();
    }

    /** RX device and TX device are the link's own count, which the kernel's tool tells as well (deck p78, p79). */
    @Test
    void shouldShowWhatTheCardCountedItself() throws Exception {
        assertThat(ping(host, "10.0.0.2", 20)).contains("20 received");
        final long[] before = linkCounts();
        final VrInterface fabric = client.request(
                        new VrInterface().op(SandeshOp.GET).put(VrInterface.IDX, Vif.FABRIC_INDEX))
                .first(VrInterface.class);
        final long[] after = linkCounts();
        assertThat(fabric.value(VrInterface.DEV_IPACKETS))
                .isGreaterThanOrEqualTo(20)
                .isBetween(before[0], after[0]);
        assertThat(fabric.value(VrInterface.DEV_OPACKETS))
                .isGreaterThanOrEqualTo(20)
                .isBetween(before[1], after[1]);
        assertThat(fabric.value(VrInterface.DEV_IBYTES)).isGreaterThan(fabric.value(VrInterface.DEV_IPACKETS));
        assertThat(fabric.value(VrInterface.DEV_IERRORS)).isZero();
    }

    /** Packets that came in and went out by the fabric's link, from /proc/net/dev. */
    private static long[] linkCounts() throws IOException {
        final String[] numbers = Files.readAllLines(Path.of("/proc/net/dev")).stream()
                .filter(line -> line.strip().startsWith("fab0:"))
                .findFirst()
                .orElseThrow()
                .strip()
                .split("\\s+", -1);
        return new long[] {Long.parseLong(numbers[2]), Long.parseLong(numbers[10])};
    }

    @Test
    void shouldBalanceTheLedgerWhileTrafficRuns() throws Exception {
        final Process flood = new ProcessBuilder(
                        "nsenter", "--net=" + host, "ping", "-q", "-f", "-c", "20000", "10.0.0.2")
                .redirectErrorStream(true)
                .start();
        for (int i = 0; i < 20; i++) {
            assertThat(ledger().broken()).isEmpty();
            Thread.sleep(10);
        }
        flood.destroy();
    }

    @Test
    void shouldUseTheNodesOfTheBenchmark() throws IOException {
        assertThat(CounterFile.open(directory.resolve("node").resolve(Vrouter.COUNTERS_NAME))
                        .nodeNames())
                .isEqualTo(GraphPlan.STANDARD.nodeNames());
    }

    @Test
    void shouldKeepItsFilesToItself() throws IOException {
        final Path node = directory.resolve("node");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(node)))
                .isEqualTo("rwx------");
        assertThat(Files.readString(node.resolve(Vrouter.PID_NAME)).trim())
                .isEqualTo("" + ProcessHandle.current().pid());
    }

    @Test
    void shouldKeepASecondDataPlaneOut() {
        assertThatThrownBy(() -> Vrouter.start(VrouterConfig.of("compute1", directory.resolve("node"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another data plane runs here: process "
                        + ProcessHandle.current().pid());
    }

    @Test
    void shouldLeaveNothingBehindWhenItStops() throws IOException {
        vrouter.close();
        try (RtNetlink links = RtNetlink.open(guest)) {
            assertThat(links.findLink("tapguest")).isEmpty();
        }
        try (RtNetlink links = RtNetlink.open(host)) {
            assertThat(links.findLink("vhost0")).isEmpty();
        }
        assertThat(directory.resolve("node").resolve("dpdk_netlink")).doesNotExist();
        assertThat(directory.resolve("node").resolve(Vrouter.PID_NAME)).doesNotExist();
    }

    @Test
    void shouldTakeADeviceAwayAndBringItBackWhileOthersRun() throws Exception {
        client.request(new VrInterface().op(SandeshOp.DEL).put(VrInterface.IDX, GUEST_VIF));
        assertThat(ping(host, "10.0.0.2", 3)).contains("3 received");
        vif(GUEST_VIF, Vif.TYPE_VIRTUAL, "tapguest", GUEST_MAC, GUEST_ADDRESS, VRF);
        try (RtNetlink links = RtNetlink.open()) {
            assertThat(links.findLink("tapguest")).isPresent();
        }
        assertThat(ledger().broken()).isEmpty();
    }

    @Test
    void shouldUseNextToNoCpuWhileIdle() throws Exception {
        Thread.sleep(1500);
        final long before = lcoreCpuNs();
        Thread.sleep(2000);
        assertThat(lcoreCpuNs() - before).as("ns of CPU of all lcores in 2 s").isLessThan(60_000_000);
    }

    private static long lcoreCpuNs() {
        final var threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (final var info : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (info != null && info.getThreadName().startsWith("lcore-")) {
                sum += threads.getThreadCpuTime(info.getThreadId());
            }
        }
        return sum;
    }

    /** The router and the guest of the far node in one: answers pings that come out of the tunnel, in the tunnel. */
    private static final class FarRouter implements AutoCloseable {
        private final PacketPool pool = PacketPool.create(new PacketPool.Sizes(1024, 4), false);
        private final PoolCache cache = pool.newCache(0);
        private final PacketSocketPort port;
        private final Thread thread = new Thread(this::run, "far-router");
        private volatile boolean running = true;
        private final AtomicInteger echoed = new AtomicInteger();

        FarRouter(final Path space) {
            port = NetNamespace.call(space, () -> {
                try (RtNetlink links = RtNetlink.open()) {
                    return PacketSocketPort.open(
                            pool,
                            new PacketSocketPort.Link("fab1", links.link("fab1").index(), 1500, 1));
                }
            });
            thread.start();
        }

        private void run() {
            final RxQueue queue = port.rxQueue(0);
            final TxQueue out = port.txQueue(0);
            final long[] burst = new long[32];
            while (running) {
                final int count = queue.receive(cache, burst, burst.length);
                int answers = 0;
                for (int i = 0; i < count; i++) {
                    if (answer(pool.dataAddress(burst[i]), PacketRef.length(burst[i]))) {
                        burst[answers++] = burst[i];
                    } else {
                        cache.free(burst[i]);
                    }
                }
                final int sent = out.transmit(cache, burst, answers);
                cache.free(burst, sent, answers);
                echoed.addAndGet(sent);
                Thread.onSpinWait();
            }
        }

        /** Turns an echo request in the tunnel into its reply, in place; false when it is something else. */
        private static boolean answer(final long frame, final int lengthBytes) {
            final long inner = frame + OUTER_BYTES;
            final boolean echo = lengthBytes >= OUTER_BYTES + 28
                    && Memory.getShortBe(frame + 36) == 6635
                    && Memory.getIntBe(frame + 42) >>> 12 == LABEL_THERE
                    && Memory.getByte(inner + 9) == 1
                    && Memory.getByte(inner + 20) == Icmp.ECHO_REQUEST;
            if (!echo) {
                return false;
            }
            final long macs = Memory.getLongBe(frame) >>> 16;
            Memory.putLongBe(frame, Memory.getLongBe(frame + 6) & ~0xffffL | macs >>> 32);
            Memory.putIntBe(frame + 8, (int) macs);
            Memory.putShortBe(frame + 12, (short) 0x0800);
            Ipv4.addresses(frame + 14, Long.rotateLeft(Ipv4.addresses(frame + 14), 32));
            Memory.putIntBe(frame + 42, LABEL_HERE << 12 | 0x100 | 63);
            Ipv4.addresses(inner, Long.rotateLeft(Ipv4.addresses(inner), 32));
            Memory.putByte(inner + 20, (byte) Icmp.ECHO_REPLY);
            final int checksum = Memory.getShortBe(inner + 22) & 0xffff;
            Memory.putShortBe(inner + 22, (short) Checksum.update16(checksum, Icmp.ECHO_REQUEST << 8, 0));
            return true;
        }

        @Override
        public void close() {
            running = false;
            await().until(() -> !thread.isAlive());
            port.close();
            pool.close();
        }
    }
}
