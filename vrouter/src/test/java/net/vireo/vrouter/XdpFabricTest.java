// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.vireo.linux.Fds;
import net.vireo.linux.NetNamespace;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoLedger;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrRoute;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.WireIpv4;
import net.vireo.sandesh.WireMac;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.Ledger;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole data plane whose fabric is AF_XDP on a veth; the far node is a kernel that leaves checksums open. The kernel
 * loads BPF programs only outside user namespaces, so this runs with the lab tests, and there by root.
 */
@Tag("lab")
@Timeout(120)
class XdpFabricTest {
    private static final String WHOLE_RANGE = "0 0 4294967295";
    private static final int CAP_BPF = 39;
    private static final long MAC = 0x0200_0000_0001L;
    private static final int HOST_ADDRESS = 0x0a000001;
    private static final int FAR_ADDRESS = 0x0a000002;
    private static final int TCP_BYTES = 1_000_000;

    @TempDir
    private Path directory;

    private Path own;
    private Path host;
    private Path far;
    private Vrouter vrouter;
    private VrouterClient client;

    @BeforeEach
    void makeNamespaces() throws IOException {
        assumeTrue(mayLoadPrograms(), "not root of the machine itself");
        own = namespace("own");
        host = namespace("host");
        far = namespace("far");
        makeLinks();
    }

    @AfterEach
    void stop() {
        if (client != null) {
            client.close();
            vrouter.close();
        }
        for (final Path space : new Path[] {own, host, far}) {
            if (space != null) {
                NetNamespace.delete(space);
            }
        }
    }

    @Test
    void shouldCarryTheHostsTrafficOverAfXdpAndSayThatItDoes() throws Exception {
        start(DeviceOptions.DEFAULT.withFabricPort(FabricPort.AUTO));
        assertThat(driver()).isEqualTo("af-xdp native");
        assertThat(ping(20)).contains(" 20 received").doesNotContain("DUP");
        transfer(far, host, "10.0.0.1");
        transfer(host, far, "10.0.0.2");
        assertThat(ledger().broken()).isEmpty();
    }

    @Test
    void shouldTakeAPacketSocketWhereAfXdpCannotAndSayWhy() throws Exception {
        final Process mtu = NetNamespace.call(
                own,
                () -> new ProcessBuilder("ip", "link", "set", "dev", "fab0", "mtu", "9000")
                        .redirectErrorStream(true)
                        .start());
        assertThat(mtu.waitFor()).isZero();
        start(DeviceOptions.DEFAULT.withFabricPort(FabricPort.AUTO));
        assertThat(driver())
                .isEqualTo("packet-socket (no af-xdp: EMSGSIZE: open AF_XDP on fab0: its MTU is 9000, at most 3818)");
        assertThat(ping(5)).contains(" 5 received");
    }

    @Test
    void shouldSayThatThePacketSocketIsOneByDefault() throws Exception {
        start(DeviceOptions.DEFAULT);
        assertThat(driver()).isEqualTo("packet-socket");
    }

    @Test
    void shouldNoticeThatTheLinkWasDeleted() throws Exception {
        start(DeviceOptions.DEFAULT.withFabricPort(FabricPort.XDP));
        try (RtNetlink links = RtNetlink.open(own)) {
            links.delete(links.link("fab0").index());
        }
        await().atMost(10, TimeUnit.SECONDS).until(() -> driver().isEmpty());
        assertThat(ledger().broken()).isEmpty();
    }

    @Test
    void shouldUseNextToNoCpuWhileIdle() throws Exception {
        start(DeviceOptions.DEFAULT.withFabricPort(FabricPort.XDP));
        assertThat(ping(20)).contains(" 20 received");
        Thread.sleep(1500);
        final long before = lcoresCpuNs();
        Thread.sleep(2000);
        assertThat(lcoresCpuNs() - before).as("ns of CPU in 2 s").isLessThan(60_000_000);
    }

    private static boolean mayLoadPrograms() throws IOException {
        final String ids =
                Files.readString(Path.of("/proc/self/uid_map")).strip().replaceAll(" +", " ");
        final String capabilities =
                Files.readString(Path.of("/proc/self/status")).replaceAll("(?s).*CapEff:\\s*(\\p{XDigit}+).*", "$1");
        return ids.equals(WHOLE_RANGE) && (Long.parseUnsignedLong(capabilities, 16) >>> CAP_BPF & 1) != 0;
    }

    private void start(final DeviceOptions devices) throws Exception {
        // Threads are born into the namespace of the thread that makes them.
        vrouter = NetNamespace.call(
                own,
                () -> Vrouter.start(VrouterConfig.of("compute1", directory.resolve("node"))
                        .withHostNetns(host)
                        .withDevices(devices)));
        client = VrouterClient.connect(directory.resolve("node").resolve("dpdk_netlink"));
        vif(Vif.FABRIC_INDEX, Vif.TYPE_PHYSICAL, "fab0", 0);
        vif(Vif.HOST_INDEX, Vif.TYPE_HOST, "vhost0", HOST_ADDRESS);
        client.request(new VrNexthop()
                .op(SandeshOp.ADD)
                .put(VrNexthop.ID, 10)
                .put(VrNexthop.TYPE, Nexthop.TYPE_RECEIVE)
                .put(VrNexthop.FAMILY, 2)
                .put(VrNexthop.FLAGS, Nexthop.FLAG_VALID)
                .put(VrNexthop.ENCAP_OIF_ID, Vif.HOST_INDEX));
        client.request(new VrRoute()
                .op(SandeshOp.ADD)
                .put(VrRoute.FAMILY, 2)
                .put(VrRoute.PREFIX, WireIpv4.toBytes(HOST_ADDRESS))
                .put(VrRoute.PREFIX_LEN, 32)
                .put(VrRoute.NH_ID, 10)
                .put(VrRoute.REPLACE_PLEN, -1));
    }

    private void makeLinks() {
        final int farFd = NetNamespace.open(far);
        final int hostFd = NetNamespace.open(host);
        try (RtNetlink here = RtNetlink.open(own);
                RtNetlink there = RtNetlink.open(far);
                RtNetlink hosts = RtNetlink.open(host)) {
            here.setUp(here.addVeth("fab0", "fab1", farFd));
            final int farIndex = there.link("fab1").index();
            there.addAddress(farIndex, FAR_ADDRESS, 24);
            there.setUp(farIndex);
            here.addVeth("vhost0", "vhost0", hostFd);
            final int hostIndex = hosts.link("vhost0").index();
            hosts.setMac(hostIndex, MAC);
            hosts.addAddress(hostIndex, HOST_ADDRESS, 24);
            hosts.setUp(hostIndex);
        } finally {
            Fds.close(farFd);
            Fds.close(hostFd);
        }
    }

    private Path namespace(final String name) {
        final Path file = directory.resolve(name);
        NetNamespace.create(file);
        return file;
    }

    private void vif(final int index, final int type, final String name, final int ip) {
        client.request(new VrInterface()
                .op(SandeshOp.ADD)
                .put(VrInterface.IDX, index)
                .put(VrInterface.TYPE, type)
                .put(VrInterface.TRANSPORT, Vif.TRANSPORT_ETH)
                .put(VrInterface.NAME, name)
                .put(VrInterface.MAC, WireMac.toBytes(MAC))
                .put(VrInterface.IP, WireIpv4.toWire(ip))
                .put(VrInterface.MTU, 1514)
                .put(VrInterface.QOS_MAP_INDEX, -1));
    }

    /** What {@code vif --get 0} says of the driver. */
    private String driver() {
        final byte[] driver = client.request(new VrInterface().op(SandeshOp.GET).put(VrInterface.IDX, Vif.FABRIC_INDEX))
                .first(VrInterface.class)
                .value(VrInterface.FAB_DRV_NAME);
        return new String(driver, StandardCharsets.UTF_8).replace("\0", "");
    }

    private String ping(final int count) throws Exception {
        final Process ping = new ProcessBuilder(
                        "nsenter", "--net=" + far, "ping", "-c", "" + count, "-i", "0.02", "-W", "2", "10.0.0.1")
                .redirectErrorStream(true)
                .start();
        return new String(ping.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Sends bytes through a TCP connection between two kernels and compares them. */
    private static void transfer(final Path from, final Path to, final String address) throws Exception {
        final byte[] sent = new byte[TCP_BYTES];
        new Random(1).nextBytes(sent);
        try (ServerSocket server =
                NetNamespace.call(to, () -> new ServerSocket(0, 1, InetAddress.getByName(address)))) {
            server.setSoTimeout(10_000);
            final CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(() -> {
                try (Socket socket = server.accept();
                        InputStream in = socket.getInputStream()) {
                    return in.readAllBytes();
                } catch (final IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            try (Socket socket = NetNamespace.call(from, () -> new Socket(address, server.getLocalPort()))) {
                socket.getOutputStream().write(sent);
            }
            assertThat(received.get(20, TimeUnit.SECONDS)).isEqualTo(sent);
        }
    }

    private Ledger ledger() throws IOException {
        client.request(new VireoLedger().op(SandeshOp.GET));
        return Ledger.of(CounterFile.open(directory.resolve("node").resolve(Vrouter.COUNTERS_NAME))
                .snapshot());
    }

    private static long lcoresCpuNs() {
        final var threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (final var info : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (info != null && info.getThreadName().startsWith("lcore-")) {
                sum += threads.getThreadCpuTime(info.getThreadId());
            }
        }
        return sum;
    }
}
