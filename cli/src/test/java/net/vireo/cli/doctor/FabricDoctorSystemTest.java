// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import net.vireo.cli.Run;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.port.PacketSocketPort;
import net.vireo.port.TxQueue;
import net.vireo.port.balance.LoadBalance;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrMpls;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.WireIpv4;
import net.vireo.sandesh.WireMac;
import net.vireo.vrouter.DeviceOptions;
import net.vireo.vrouter.VrouterConfig;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Faults that need a fabric: a pair of links, on whose far end stands a tunnel's other end. */
@Tag("system")
@Timeout(120)
class FabricDoctorSystemTest {
    private static final long FABRIC_MAC = 0x0200_0000_0001L;
    private static final int HERE = 0x0a000001;
    private static final int THERE = 0x0a000002;
    private static final int FAR_GUEST = 0x78000063;
    private static final int LABEL_HERE = 16;
    private static final int LABEL_THERE = 18;
    private static final int RECEIVE = 10;
    private static final int TUNNEL = 20;
    private static final int BURST = 32;
    private static final long PAUSE_NS = 200_000;

    @TempDir
    private Path directory;

    private GuestPair guests;
    private PacketSocketPort farEnd;
    private TxQueue far;
    private final long[] burst = new long[BURST];

    @BeforeEach
    void start() throws IOException {
        // Without balancing, what an lcore polls it processes: the fault shows in both.
        start("node1", LoadBalance.NONE, 1);
    }

    private void start(final String name, final LoadBalance mode, final int guestQueues) throws IOException {
        try (RtNetlink links = RtNetlink.open()) {
            links.findLink("fab0").ifPresent(link -> links.delete(link.index()));
            links.setMac(links.addVeth("fab0", "fab1"), FABRIC_MAC);
            links.setUp(links.link("fab0").index());
            links.setUp(links.link("fab1").index());
            assertThat(links.awaitOperational(links.link("fab0").index(), 3000)).isTrue();
        }
        final DeviceOptions options =
                new DeviceOptions(false, Optional.empty(), DeviceOptions.Offloading.GUESTS, Optional.empty(), mode);
        final Path place = Files.createDirectories(directory.resolve(name));
        guests = new GuestPair(
                place, VrouterConfig.of("compute1", place.resolve("node")).withDevices(options), guestQueues);
        vif(Vif.FABRIC_INDEX, Vif.TYPE_PHYSICAL, "fab0", 0, 1514);
        vif(Vif.HOST_INDEX, Vif.TYPE_HOST, "vhost0", HERE, 1514);
        guests.client()
                .request(new VrNexthop()
                        .op(SandeshOp.ADD)
                        .put(VrNexthop.ID, RECEIVE)
                        .put(VrNexthop.TYPE, Nexthop.TYPE_RECEIVE)
                        .put(VrNexthop.FAMILY, 2)
                        .put(VrNexthop.FLAGS, Nexthop.FLAG_VALID)
                        .put(VrNexthop.ENCAP_OIF_ID, Vif.HOST_INDEX));
        guests.client()
                .request(new VrNexthop()
                        .op(SandeshOp.ADD)
                        .put(VrNexthop.ID, TUNNEL)
                        .put(VrNexthop.TYPE, Nexthop.TYPE_TUNNEL)
                        .put(VrNexthop.FAMILY, 2)
                        .put(VrNexthop.FLAGS, Nexthop.FLAG_VALID | Nexthop.FLAG_TUNNEL_UDP_MPLS)
                        .put(VrNexthop.ENCAP_OIF_ID, 0)
                        .put(VrNexthop.TUN_SIP, WireIpv4.toWire(HERE))
                        .put(VrNexthop.TUN_DIP, WireIpv4.toWire(THERE))
                        .put(VrNexthop.ENCAP, HexFormat.of().parseHex("0200000000020200000000010800")));
        guests.client()
                .request(new VrMpls()
                        .op(SandeshOp.ADD)
                        .put(VrMpls.LABEL, LABEL_HERE)
                        .put(VrMpls.NHID, GuestPair.NEXTHOP));
        guests.route(0, HERE, RECEIVE, 0);
        guests.route(GuestPair.VRF, FAR_GUEST, TUNNEL, LABEL_THERE);
        try (RtNetlink links = RtNetlink.open()) {
            farEnd = PacketSocketPort.open(
                    guests.pool(),
                    new PacketSocketPort.Link("fab1", links.link("fab1").index(), 1500, 1));
        }
        far = farEnd.txQueue(0);
    }

    @AfterEach
    void stop() {
        farEnd.close();
        guests.close();
    }

    private void vif(final int index, final int type, final String name, final int ip, final int mtuBytes) {
        guests.client()
                .request(new VrInterface()
                        .op(SandeshOp.ADD)
                        .put(VrInterface.IDX, index)
                        .put(VrInterface.TYPE, type)
                        .put(VrInterface.TRANSPORT, Vif.TRANSPORT_ETH)
                        .put(VrInterface.NAME, name)
                        .put(VrInterface.MAC, WireMac.toBytes(FABRIC_MAC))
                        .put(VrInterface.IP, WireIpv4.toWire(ip))
                        .put(VrInterface.MTU, mtuBytes)
                        .put(VrInterface.QOS_MAP_INDEX, -1));
    }

    private static List<byte[]> flows() {
        return IntStream.range(0, 64)
                .mapToObj(flow -> TestFrames.udp(0, 0, FAR_GUEST, GuestPair.RIGHT_ADDRESS, 1000 + flow, 4))
                .toList();
    }

    private long[] gre() throws IOException {
        return guests.packets(flows().stream()
                .map(frame -> TestFrames.mplsOverGre(FABRIC_MAC, THERE, HERE, LABEL_HERE, frame))
                .toList());
    }

    @Test
    void shouldFindGreThatOneLcorePollsAndNothingWhenTheTunnelIsUdp() throws Exception {
        final List<byte[]> inner = flows();
        final long[] gre = gre();

        assertThat(guests.doctor(() -> sendFromFar(gre)).out())
                .contains(": gre-entropy", "vif0/0 (fab0): MPLS over GRE tells no flows apart")
                .contains(" polled 100 % of", "--load-balance auto");

        final long[] udp = guests.packets(IntStream.range(0, 64)
                .mapToObj(flow ->
                        TestFrames.mplsOverUdp(FABRIC_MAC, THERE, HERE, 49152 + flow, LABEL_HERE, inner.get(flow)))
                .toList());
        final Run run = guests.doctor(() -> sendFromFar(udp));
        assertThat(run.out()).contains(": nothing found").doesNotContain("gre-entropy");
        assertThat(run.exitCode()).isZero();
    }

    /** Deck p76: under Contrail's rule the lcore that polls GRE sends nothing, so its queue of the guest has nothing. */
    @Test
    void shouldFindTheQueueThatGreLeavesIdleAndNothingWithOurOwnBalancing() throws Exception {
        stop();
        start("node2", LoadBalance.CONTRAIL, 2);
        final long[] frames = gre();
        final Run run = guests.doctor(() -> sendFromFar(frames));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("warning: gre-idle-queue", "vif0/4 (right): its queue ", " stays idle: lcore 1")
                .containsPattern(" 0 of [0-9]+ packets for the guest left by queue [01]")
                .contains("the guest receives by 1 of its 2 queues", "--load-balance auto");

        stop();
        start("node3", LoadBalance.AUTO, 2);
        final long[] again = gre();
        assertThat(guests.doctor(() -> sendFromFar(again)).out()).doesNotContain("gre-idle-queue");
    }

    private void sendFromFar(final long[] frames) {
        for (int i = 0; i < BURST; i++) {
            burst[i] = guests.cache().copy(frames[i * frames.length / BURST]);
        }
        guests.cache().free(burst, far.transmit(guests.cache(), burst, BURST), BURST);
        LockSupport.parkNanos(PAUSE_NS);
        guests.takeAll();
    }

    @Test
    void shouldFindAFabricThatCutsPacketsInTwoAndNothingWhenItIsWidened() throws Exception {
        guests.sendTo(FAR_GUEST, 1472);

        final Run run = guests.doctor(this::sendLargeOnes);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains(": fabric-mtu", "its guest may send 1500 bytes, the tunnel adds 32 to 50, and the fabric")
                .contains("packets were cut in two", "mtu 1550");

        try (RtNetlink links = RtNetlink.open()) {
            links.setMtu(links.link("fab0").index(), 1550);
            links.setMtu(links.link("fab1").index(), 1550);
        }
        vif(Vif.FABRIC_INDEX, Vif.TYPE_PHYSICAL, "fab0", 0, 1564);
        final Run after = guests.doctor(this::sendLargeOnes);
        assertThat(after.out()).contains(": nothing found").doesNotContain("fabric-mtu");
        assertThat(after.exitCode()).isZero();
    }

    private void sendLargeOnes() {
        guests.send(0, 4);
        LockSupport.parkNanos(PAUSE_NS);
    }
}
