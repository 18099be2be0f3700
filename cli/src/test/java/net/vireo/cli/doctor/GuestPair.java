// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import net.vireo.cli.Run;
import net.vireo.port.OffloadMode;
import net.vireo.port.PcapPort;
import net.vireo.port.RxQueue;
import net.vireo.port.TxQueue;
import net.vireo.port.pcap.PcapWriter;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PoolCache;
import net.vireo.port.vhost.SocketRole;
import net.vireo.port.vhost.VhostControl;
import net.vireo.port.vhost.VirtioUserPort;
import net.vireo.port.vhost.VirtioUserSpec;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrRoute;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.WireIpv4;
import net.vireo.sandesh.WireMac;
import net.vireo.vrouter.Vrouter;
import net.vireo.vrouter.VrouterConfig;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Vif;

/** A whole data plane in this process with two guests that share rings with it, for a doctor to look at. */
final class GuestPair implements AutoCloseable {
    /** Where there is a route to: the right guest. */
    static final int RIGHT_ADDRESS = 0x78000004;

    /** The guests' network. */
    static final int VRF = 1;

    /** The next hop of the right guest. */
    static final int NEXTHOP = 12;

    private static final int LEFT = 3;
    private static final int RIGHT = 4;
    private static final int FLOWS = 64;
    private static final int MOST_UNDERWAY = 128;
    private static final long LOST_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private static final int LEFT_ADDRESS = 0x78000003;
    private static final long ROUTER_MAC = 0x0000_5e00_0100L;
    private static final long GUEST_MACS = 0x0200_0000_0000L;

    private final Path directory;
    private final PacketPool pool = PacketPool.create(new PacketPool.Sizes(4096, 8), false);
    private final PoolCache cache = pool.newCache(0);
    private final long[] templates = new long[FLOWS];
    private final long[] burst = new long[64];
    private final VhostControl control = VhostControl.start();
    private final Vrouter vrouter;
    private final VrouterClient client;
    private final VirtioUserPort left;
    private final VirtioUserPort right;
    private final TxQueue[] send;
    private final RxQueue[] receive;
    private int flow;
    private int underway;
    private long progressNs = System.nanoTime();

    /** Two guests with as many queues. */
    GuestPair(final Path directory, final VrouterConfig config, final int queues) throws IOException {
        this(directory, config, queues, queues);
    }

    GuestPair(final Path directory, final VrouterConfig config, final int leftQueues, final int rightQueues)
            throws IOException {
        this.directory = directory;
        vrouter = Vrouter.start(config);
        client = VrouterClient.connect(config.runDirectory().resolve("dpdk_netlink"));
        vif(LEFT, "left", LEFT_ADDRESS, leftQueues);
        vif(RIGHT, "right", RIGHT_ADDRESS, rightQueues);
        client.request(new VrNexthop()
                .op(SandeshOp.ADD)
                .put(VrNexthop.ID, NEXTHOP)
                .put(VrNexthop.TYPE, Nexthop.TYPE_ENCAP)
                .put(VrNexthop.FAMILY, 2)
                .put(VrNexthop.VRF, VRF)
                .put(VrNexthop.FLAGS, Nexthop.FLAG_VALID)
                .put(VrNexthop.ENCAP_OIF_ID, RIGHT)
                .put(VrNexthop.ENCAP, HexFormat.of().parseHex("02000000000400005e0001000800")));
        route(RIGHT_ADDRESS);
        left = guest(config, "left", leftQueues);
        right = guest(config, "right", rightQueues);
        send = IntStream.range(0, leftQueues).mapToObj(left::txQueue).toArray(TxQueue[]::new);
        receive = IntStream.range(0, rightQueues).mapToObj(right::rxQueue).toArray(RxQueue[]::new);
        sendTo(RIGHT_ADDRESS);
    }

    /** What is sent goes there from now on. */
    void sendTo(final int address) throws IOException {
        sendTo(address, 4);
    }

    /** So much is sent, and there, from now on. */
    void sendTo(final int address, final int payloadBytes) throws IOException {
        send(IntStream.range(0, FLOWS)
                .mapToObj(flow -> TestFrames.udp(
                        ROUTER_MAC, GUEST_MACS | LEFT_ADDRESS & 0xff, LEFT_ADDRESS, address, 1000 + flow, payloadBytes))
                .toList());
    }

    /** These are sent from now on, one after the other. */
    private void send(final List<byte[]> frames) throws IOException {
        System.arraycopy(packets(frames), 0, templates, 0, FLOWS);
    }

    /** These frames as packets of {@link #pool}. */
    long[] packets(final List<byte[]> frames) throws IOException {
        final Path file = directory.resolve("frames.pcap");
        try (PcapWriter writer = PcapWriter.create(file)) {
            for (final byte[] frame : frames) {
                writer.write(0, frame);
            }
        }
        final long[] packets = new long[frames.size()];
        try (PcapPort port = PcapPort.open("frames", pool, Optional.of(file), Optional.empty())) {
            int read = 0;
            while (read < packets.length) {
                final int n = port.rxQueue(0).receive(cache, burst, packets.length - read);
                System.arraycopy(burst, 0, packets, read, n);
                read += n;
            }
        }
        return packets;
    }

    /** Buffers of everything that is sent here. */
    PacketPool pool() {
        return pool;
    }

    /** The one user of the pool. */
    PoolCache cache() {
        return cache;
    }

    /** The data plane's control socket. */
    VrouterClient client() {
        return client;
    }

    /** A route to the right guest. */
    void route(final int address) {
        route(VRF, address, NEXTHOP, 0);
    }

    /** @param label of the tunnel, 0 for none */
    void route(final int vrf, final int address, final int nexthop, final int label) {
        client.request(new VrRoute()
                .op(SandeshOp.ADD)
                .put(VrRoute.VRF_ID, vrf)
                .put(VrRoute.FAMILY, 2)
                .put(VrRoute.PREFIX, WireIpv4.toBytes(address))
                .put(VrRoute.PREFIX_LEN, 32)
                .put(VrRoute.NH_ID, nexthop)
                .put(VrRoute.LABEL, label)
                .put(VrRoute.LABEL_FLAGS, Route.FLAG_ARP_PROXY | (label == 0 ? 0 : Route.FLAG_LABEL_VALID))
                .put(VrRoute.REPLACE_PLEN, -1));
    }

    /** Looks while traffic runs. */
    Run doctor(final Runnable traffic) throws InterruptedException {
        final AtomicReference<Run> result = new AtomicReference<>();
        final String node = directory.resolve("node").toString();
        final Thread doctor =
                Thread.ofPlatform().start(() -> result.set(Run.of("doctor", "--seconds", "1", "--sock-dir", node)));
        while (doctor.isAlive()) {
            traffic.run();
        }
        doctor.join();
        assertThat(result.get().err()).isEmpty();
        return result.get();
    }

    /**
     * Sends frames of different flows, so many by each of the guest's queues, and takes what has come. While too many are
     * on their way it only takes: a machine with other users must not lose packets by that.
     */
    void exchange(final int packets) {
        if (underway < MOST_UNDERWAY) {
            for (final TxQueue queue : send) {
                underway += send(queue, packets);
            }
        }
        final int taken = takeAll();
        final long nowNs = System.nanoTime();
        if (taken > 0) {
            underway -= taken;
            progressNs = nowNs;
        } else if (nowNs - progressNs > LOST_NS) {
            underway = 0;
            progressNs = nowNs;
        }
    }

    /** Sends one frame and waits until it has come, or is lost. */
    void passOne() {
        send(0, 1);
        final long deadlineNs = System.nanoTime() + LOST_NS;
        while (takeAll() == 0 && System.nanoTime() < deadlineNs) {
            Thread.onSpinWait();
        }
    }

    /** Sends by one queue, and takes nothing. */
    void send(final int queue, final int packets) {
        send(send[queue], packets);
    }

    private int send(final TxQueue queue, final int packets) {
        for (int i = 0; i < packets; i++) {
            burst[i] = cache.copy(templates[flow++ % FLOWS]);
        }
        final int taken = queue.transmit(cache, burst, packets);
        cache.free(burst, taken, packets);
        return taken;
    }

    /** Takes what has come for the right guest. @return how many */
    int takeAll() {
        return take(burst.length);
    }

    /** Takes up to so many from each of the right guest's queues. @return how many */
    int take(final int packets) {
        int all = 0;
        for (final RxQueue queue : receive) {
            final int n = queue.receive(cache, burst, packets);
            cache.free(burst, 0, n);
            all += n;
        }
        return all;
    }

    /** The right guest asks to be woken for the next packet, as one that sleeps. */
    void rest() {
        for (final RxQueue queue : receive) {
            queue.rest();
        }
    }

    private void vif(final int index, final String name, final int address, final int queues) {
        client.request(new VrInterface()
                .op(SandeshOp.ADD)
                .put(VrInterface.IDX, index)
                .put(VrInterface.TYPE, Vif.TYPE_VIRTUAL)
                .put(VrInterface.TRANSPORT, Vif.TRANSPORT_PMD)
                .put(VrInterface.NAME, name)
                .put(VrInterface.HW_QUEUES, new int[queues == 1 ? 1 : 0]) // 0: as many as it likes
                .put(VrInterface.MAC, WireMac.toBytes(GUEST_MACS | address & 0xff))
                .put(VrInterface.IP, WireIpv4.toWire(address))
                .put(VrInterface.VRF, VRF)
                .put(VrInterface.MCAST_VRF, VRF)
                .put(VrInterface.MTU, 1514)
                .put(VrInterface.QOS_MAP_INDEX, -1));
    }

    private VirtioUserPort guest(final VrouterConfig config, final String name, final int queues) {
        final VirtioUserPort guest = VirtioUserPort.open(
                control,
                pool,
                new VirtioUserSpec(
                        config.runDirectory().resolve("uvh_vif_" + name),
                        SocketRole.CLIENT,
                        queues,
                        256,
                        false,
                        OffloadMode.NONE));
        await(guest::isRunning);
        for (int queue = 0; queue < queues; queue++) {
            assertThat(guest.rxQueue(queue).receive(cache, burst, 1)).isZero(); // gives the device buffers
        }
        return guest;
    }

    private static void await(final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadlineNs);
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        left.close();
        right.close();
        client.close();
        vrouter.close();
        control.close();
        pool.close();
    }
}
