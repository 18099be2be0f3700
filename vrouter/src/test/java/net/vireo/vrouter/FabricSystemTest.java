// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.vireo.linux.Fds;
import net.vireo.linux.NetNamespace;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.port.bond.BondMode;
import net.vireo.port.bond.BondSpec;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoLedger;
import net.vireo.sandesh.VireoRss;
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

/** A whole data plane whose fabric is a bond of two links to a bridge, with receive side scaling in front. */
@Tag("system")
@Timeout(120)
class FabricSystemTest {
    private static final long MAC = 0x0200_0000_0001L;
    private static final int HOST_ADDRESS = 0x0a000001;
    private static final int FAR_ADDRESS = 0x0a000002;

    @TempDir
    private Path directory;

    private Path host;
    private Path far;
    private Vrouter vrouter;
    private VrouterClient client;

    @BeforeEach
    void start() throws IOException {
        host = namespace("host");
        far = namespace("far");
        makeLinks();
        final BondSpec bond = new BondSpec("bond0", BondMode.ACTIVE_BACKUP, List.of("eth0", "eth1"));
        vrouter = Vrouter.start(VrouterConfig.of("compute1", directory.resolve("node"))
                .withHostNetns(host)
                .withDevices(new DeviceOptions(true, Optional.of(bond), DeviceOptions.Offloading.GUESTS)
                        .withFabricPort(FabricPort.AUTO)));
        client = VrouterClient.connect(directory.resolve("node").resolve("dpdk_netlink"));
        vif(Vif.FABRIC_INDEX, Vif.TYPE_PHYSICAL, "bond0", 0);
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

    /** Both members end in a bridge, which floods what it does not know to both: as two switches' ports would. */
    private void makeLinks() {
        final int farFd = NetNamespace.open(far);
        final int hostFd = NetNamespace.open(host);
        try (RtNetlink here = RtNetlink.open();
                RtNetlink there = RtNetlink.open(far);
                RtNetlink hosts = RtNetlink.open(host)) {
            final int bridge = there.addBridge("br0");
            for (final String[] ends : new String[][] {{"eth0", "far0"}, {"eth1", "far1"}}) {
                here.findLink(ends[0]).ifPresent(link -> here.delete(link.index()));
                here.setUp(here.addVeth(ends[0], ends[1], farFd));
                final int index = there.link(ends[1]).index();
                there.setMaster(index, bridge);
                there.setUp(index);
            }
            there.addAddress(bridge, FAR_ADDRESS, 24);
            there.setUp(bridge);
            here.findLink("vhost0").ifPresent(link -> here.delete(link.index()));
            here.addVeth("vhost0", "vhost0", hostFd);
            final int hostIndex = hosts.link("vhost0").index();
            hosts.setMac(hostIndex, MAC);
            hosts.addAddress(hostIndex, HOST_ADDRESS, 24);
            hosts.setUp(hostIndex);
            for (final String name : List.of("eth0", "eth1")) {
                assertThat(here.awaitOperational(here.link(name).index(), 3000)).isTrue();
            }
        } finally {
            Fds.close(farFd);
            Fds.close(hostFd);
        }
    }

    @AfterEach
    void stop() {
        client.close();
        vrouter.close();
        NetNamespace.delete(host);
        NetNamespace.delete(far);
    }

    @Test
    void shouldCarryTrafficOverBothStagesAndGoOnWhenALinkDies() throws Exception {
        assertThat(ping(20)).contains(" 20 received").doesNotContain("DUP");
        final VireoRss before = rss();
        assertThat(Arrays.stream(before.value(VireoRss.HITS)).sum())
                .as("frames with a hash")
                .isGreaterThanOrEqualTo(20);

        final Process pings = startPing(100);
        Thread.sleep(300);
        try (RtNetlink there = RtNetlink.open(far)) {
            there.setDown(there.link("far0").index());
        }
        final String output = outputOf(pings);
        final int received = Integer.parseInt(output.replaceAll("(?s).* (\\d+) received.*", "$1"));
        assertThat(received).as(output).isGreaterThanOrEqualTo(75); // 20 ms apart: 200 ms are 10 of them
        assertThat(output).doesNotContain("DUP");
        assertThat(ping(20)).contains(" 20 received");
        assertThat(ledger().broken()).isEmpty();
    }

    @Test
    void shouldMoveFlowsAtRunTimeAndKeepTheLedger() throws Exception {
        ping(5);
        client.request(rssRequest(SandeshOp.ADD)
                .put(VireoRss.CHANGE, VireoRss.CHANGE_SPREAD)
                .put(VireoRss.QUEUES, 1));
        final long[] before = rss().value(VireoRss.DELIVERED);
        assertThat(ping(50)).contains(" 50 received");
        final VireoRss after = rss();
        assertThat(after.value(VireoRss.DELIVERED)[1])
                .as("nothing for the second queue")
                .isEqualTo(before[1]);
        assertThat(after.value(VireoRss.DELIVERED)[0]).isGreaterThanOrEqualTo(before[0] + 50);

        final VireoRss toTheSecond = rssRequest(SandeshOp.ADD)
                .put(VireoRss.CHANGE, VireoRss.CHANGE_ENTRY)
                .put(VireoRss.QUEUE, 1);
        for (int entry = 0; entry < after.value(VireoRss.TABLE).length; entry++) {
            client.request(toTheSecond.put(VireoRss.ENTRY, entry));
        }
        assertThat(ping(50)).contains(" 50 received");
        assertThat(rss().value(VireoRss.DELIVERED)[1]).isGreaterThanOrEqualTo(before[1] + 50);
        assertThat(rss().value(VireoRss.MISSED)).containsOnly(0);
        assertThat(ledger().broken()).isEmpty();
        client.request(new VrInterface().op(SandeshOp.DEL).put(VrInterface.IDX, Vif.FABRIC_INDEX));
        assertThat(ledger().broken()).as("after the fabric is gone").isEmpty();
    }

    @Test
    void shouldSayWhyTheLinksArePacketSockets() {
        final VrInterface fabric = client.request(
                        new VrInterface().op(SandeshOp.GET).put(VrInterface.IDX, Vif.FABRIC_INDEX))
                .first(VrInterface.class);
        assertThat(text(fabric.value(VrInterface.FAB_NAME))).isEqualTo("bond0");
        assertThat(fabric.value(VrInterface.INTF_STATUS)).isOne();
        assertThat(text(fabric.value(VrInterface.FAB_DRV_NAME)))
                .as("in a user namespace")
                .startsWith("packet-socket (no af-xdp: EPERM: bpf(BPF_MAP_CREATE, XSKMAP");
    }

    private static String text(final byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).replace("\0", "");
    }

    /** The bell of a queue must not stay readable, and the set of descriptors must not report what nobody reads. */
    @Test
    void shouldUseNextToNoCpuWhileIdle() throws Exception {
        assertThat(ping(20)).contains(" 20 received");
        Thread.sleep(1500);
        final long before = cpuNs();
        Thread.sleep(2000);
        assertThat(cpuNs() - before)
                .as("ns of CPU of lcores and bond watch in 2 s")
                .isLessThan(60_000_000);
    }

    private static long cpuNs() {
        final var threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (final var info : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (info != null
                    && (info.getThreadName().startsWith("lcore-")
                            || info.getThreadName().equals("bond-watch"))) {
                sum += threads.getThreadCpuTime(info.getThreadId());
            }
        }
        return sum;
    }

    private static VireoRss rssRequest(final SandeshOp op) {
        return new VireoRss().op(op).put(VireoRss.VIF, Vif.FABRIC_INDEX);
    }

    private VireoRss rss() {
        return client.request(rssRequest(SandeshOp.GET)).first(VireoRss.class);
    }

    private Ledger ledger() throws IOException {
        client.request(new VireoLedger().op(SandeshOp.GET));
        return Ledger.of(CounterFile.open(directory.resolve("node").resolve(Vrouter.COUNTERS_NAME))
                .snapshot());
    }

    private String ping(final int count) throws Exception {
        return outputOf(startPing(count));
    }

    private Process startPing(final int count) throws IOException {
        return new ProcessBuilder(
                        "nsenter", "--net=" + host, "ping", "-c", "" + count, "-i", "0.02", "-W", "2", "10.0.0.2")
                .redirectErrorStream(true)
                .start();
    }

    private static String outputOf(final Process process) throws Exception {
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(20, TimeUnit.SECONDS);
        return output;
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
}
