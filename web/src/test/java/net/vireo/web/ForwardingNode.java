// SPDX-License-Identifier: Apache-2.0
package net.vireo.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
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
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Vif;

/** A whole data plane with one lcore that forwards, without a pause, what one vhost-user guest sends to another. */
final class ForwardingNode implements AutoCloseable {
    private static final int LEFT = 3;
    private static final int RIGHT = 4;
    private static final int RIGHT_ADDRESS = 0x78000004;
    private static final int BURST = 32;

    /** Guests have no CPU of their own where tests run. */
    private static final Runnable OFFER_CPU = Thread::yield;

    /** Ethernet to the router, IPv4 120.0.0.3 to 120.0.0.4, UDP to 2000 without checksum. */
    private static final byte[] FRAME = HexFormat.of()
            .parseHex("00005e000100" + "020000000003" + "0800" + "45000020000040004011" + "4ac6" + "7800000378000004"
                    + "03e807d0000c0000" + "00000000");

    private final PacketPool pool = PacketPool.create(new PacketPool.Sizes(2048, 8), false);
    private final PoolCache cache = pool.newCache(0);
    private final VhostControl control = VhostControl.start();
    private final Path directory;
    private final Vrouter vrouter;
    private final VrouterClient client;
    private final VirtioUserPort left;
    private final VirtioUserPort right;
    private final AtomicLong arrived = new AtomicLong();
    private final Thread traffic;
    private volatile boolean stopped;

    ForwardingNode(final Path run, final String name) throws IOException {
        directory = Files.createDirectories(run.resolve("nodes").resolve(name));
        final int cpu = Integer.getInteger("vireo.browsers.lcoreCpu", -1);
        final VrouterConfig config = VrouterConfig.of(name, directory).withLcores(1);
        vrouter = Vrouter.start(cpu < 0 ? config : config.withCpus(List.of(cpu)));
        client = VrouterClient.connect(directory.resolve("dpdk_netlink"));
        vif(LEFT, "left", 0x78000003);
        vif(RIGHT, "right", RIGHT_ADDRESS);
        route();
        left = guest("left");
        right = guest("right");
        final long template = template();
        traffic = Thread.ofPlatform().daemon().name("guests").start(() -> run(template));
    }

    /** Packets that came out. */
    long arrived() {
        return arrived.get();
    }

    /** By its lcore's own clock, in one round of 64: time that packets took. */
    long busyNs() throws IOException {
        return counters().lcore(0, LcoreCounter.TIMED_BUSY_NS);
    }

    /** And which packets these were. */
    long busyPackets() throws IOException {
        return counters().lcore(0, LcoreCounter.TIMED_BUSY_PACKETS);
    }

    private CounterFile counters() throws IOException {
        return CounterFile.open(directory.resolve(Vrouter.COUNTERS_NAME));
    }

    /** How often its lcore was asked for its counters. */
    long ledgers() throws IOException {
        return counters().snapshot().sequence(0);
    }

    private void run(final long template) {
        final TxQueue send = left.txQueue(0);
        final RxQueue receive = right.rxQueue(0);
        final long[] burst = new long[2 * BURST];
        while (!stopped) {
            for (int i = 0; i < BURST; i++) {
                burst[i] = cache.copy(template);
            }
            cache.free(burst, send.transmit(cache, burst, BURST), BURST);
            final int n = receive.receive(cache, burst, burst.length);
            cache.free(burst, 0, n);
            arrived.addAndGet(n);
            if (n == 0) {
                OFFER_CPU.run();
            }
        }
    }

    private long template() throws IOException {
        final Path file = directory.resolve("frame.pcap");
        try (PcapWriter writer = PcapWriter.create(file)) {
            writer.write(0, FRAME);
        }
        final long[] packet = new long[1];
        try (PcapPort port = PcapPort.open("frame", pool, Optional.of(file), Optional.empty())) {
            while (port.rxQueue(0).receive(cache, packet, 1) == 0) {
                Thread.onSpinWait();
            }
        }
        return packet[0];
    }

    private void vif(final int index, final String name, final int address) {
        client.request(new VrInterface()
                .op(SandeshOp.ADD)
                .put(VrInterface.IDX, index)
                .put(VrInterface.TYPE, Vif.TYPE_VIRTUAL)
                .put(VrInterface.TRANSPORT, Vif.TRANSPORT_PMD)
                .put(VrInterface.NAME, name)
                .put(VrInterface.MAC, WireMac.toBytes(0x0200_0000_0000L | address & 0xff))
                .put(VrInterface.IP, WireIpv4.toWire(address))
                .put(VrInterface.VRF, 1)
                .put(VrInterface.MCAST_VRF, 1)
                .put(VrInterface.MTU, 1514)
                .put(VrInterface.QOS_MAP_INDEX, -1));
    }

    private void route() {
        client.request(new VrNexthop()
                .op(SandeshOp.ADD)
                .put(VrNexthop.ID, 12)
                .put(VrNexthop.TYPE, Nexthop.TYPE_ENCAP)
                .put(VrNexthop.FAMILY, 2)
                .put(VrNexthop.VRF, 1)
                .put(VrNexthop.FLAGS, Nexthop.FLAG_VALID)
                .put(VrNexthop.ENCAP_OIF_ID, RIGHT)
                .put(VrNexthop.ENCAP, HexFormat.of().parseHex("02000000000400005e0001000800")));
        client.request(new VrRoute()
                .op(SandeshOp.ADD)
                .put(VrRoute.VRF_ID, 1)
                .put(VrRoute.FAMILY, 2)
                .put(VrRoute.PREFIX, WireIpv4.toBytes(RIGHT_ADDRESS))
                .put(VrRoute.PREFIX_LEN, 32)
                .put(VrRoute.NH_ID, 12)
                .put(VrRoute.LABEL_FLAGS, Route.FLAG_ARP_PROXY)
                .put(VrRoute.REPLACE_PLEN, -1));
    }

    private VirtioUserPort guest(final String name) {
        final VirtioUserPort guest = VirtioUserPort.open(
                control,
                pool,
                new VirtioUserSpec(
                        directory.resolve("uvh_vif_" + name), SocketRole.CLIENT, 1, 256, false, OffloadMode.NONE));
        while (!guest.isRunning()) {
            Thread.onSpinWait();
        }
        return guest;
    }

    @Override
    public void close() {
        stopped = true;
        try {
            traffic.join();
        } catch (final InterruptedException told) {
            Thread.currentThread().interrupt();
        }
        left.close();
        right.close();
        client.close();
        vrouter.close();
        control.close();
        pool.close();
    }
}
