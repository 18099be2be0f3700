// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import net.vireo.linux.memory.Memory;
import net.vireo.port.OffloadMode;
import net.vireo.port.TxQueue;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import net.vireo.port.vhost.SocketRole;
import net.vireo.port.vhost.VhostControl;
import net.vireo.port.vhost.VirtioUserPort;
import net.vireo.port.vhost.VirtioUserSpec;
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
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Vif;

/** A whole data plane with two vhost-user guests; what the left one sends, in many flows, is routed to the right one. */
final class GuestPair implements AutoCloseable {
    static final int LEFT = 3;
    static final int RIGHT = 4;
    static final int RING_ENTRIES = 256;

    /** In {@link #vif}: the sum over all. */
    static final int ALL_CORES = -1;

    private static final int VRF = 1;
    private static final int RIGHT_ADDRESS = 0x78000004;
    private static final int FLOWS = 64;
    private static final int WINDOW = 64;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);

    /** Ethernet to the router, IPv4 120.0.0.3 to 120.0.0.4, UDP to 2000 without checksum. */
    private static final byte[] FRAME = HexFormat.of()
            .parseHex("00005e000100" + "020000000003" + "0800" + "45000020000040004011" + "4ac6" + "7800000378000004"
                    + "03e807d0000c0000" + "00000000");

    private static final int SOURCE_PORT_AT = 34;

    private final Path directory;
    private final PacketPool pool = PacketPool.create(new PacketPool.Sizes(4096, 8), false);
    private final PoolCache cache = pool.newCache(0);
    private final long[] burst = new long[32];
    private final VhostControl control = VhostControl.start();
    private final Vrouter vrouter;
    private final VrouterClient client;
    private final VirtioUserPort left;
    private final VirtioUserPort right;
    private final TxQueue[] senders;

    private GuestPair(final VrouterConfig config, final int queues) throws IOException {
        directory = config.runDirectory();
        vrouter = Vrouter.start(config);
        client = VrouterClient.connect(directory.resolve("dpdk_netlink"));
        addVif(LEFT, "left", 0x78000003);
        addVif(RIGHT, "right", RIGHT_ADDRESS);
        routeToTheRight();
        left = guest("left", queues);
        right = guest("right", queues);
        senders = new TxQueue[queues];
        for (int queue = 0; queue < queues; queue++) {
            senders[queue] = left.txQueue(queue);
        }
    }

    /** Starts it; both guests use so many queues. */
    static GuestPair start(final VrouterConfig config, final int queues) throws IOException {
        return new GuestPair(config, queues);
    }

    VrouterClient client() {
        return client;
    }

    /** A vif with the counters of one core, or of {@link #ALL_CORES}. */
    VrInterface vif(final int index, final int core) {
        return client.request(new VrInterface()
                        .op(SandeshOp.GET)
                        .put(VrInterface.IDX, index)
                        .put(VrInterface.CORE, core + 1))
                .first(VrInterface.class);
    }

    /** Sends so many on the first queue, a few at a time, and sees each come out. */
    void pass(final int count) {
        pass(count, 1);
    }

    /** The same on the first queues in turn. */
    void pass(final int count, final int queues) {
        int sent = 0;
        int received = 0;
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (received < count && System.nanoTime() < deadlineNs) {
            while (sent < count && sent - received < WINDOW && send(sent, sent % queues)) {
                sent++;
            }
            received += receive();
        }
        assertThat(received).isEqualTo(count);
    }

    /** The frame that the others are made of: from the left guest to the right one. */
    static byte[] frame() {
        return FRAME.clone();
    }

    /** Sends so many on the first queue while the right guest takes nothing. */
    void push(final int count) {
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        for (int sent = 0; sent < count; ) {
            sent += send(sent, 0) ? 1 : 0;
            assertThat(System.nanoTime()).as("in time").isLessThan(deadlineNs);
        }
    }

    /** Tries to send so many as fast as the first queue takes them. @return how many it took */
    int flood(final int count) {
        return flood(count, 0);
    }

    /** The same on another queue. */
    int flood(final int count, final int queue) {
        int taken = 0;
        for (int i = 0; i < count; i++) {
            taken += send(i, queue) ? 1 : 0;
            receive();
        }
        return taken;
    }

    /** Sends so many on the first queue while the right guest takes nothing. @return how many, all of them */
    int shout(final int count) {
        for (int sent = 0; sent < count; sent++) {
            final int number = sent;
            await(() -> send(number, 0));
        }
        return count;
    }

    /** Waits until every packet is accounted for. */
    void awaitLedger() {
        await(() -> {
            receive();
            try {
                client.request(new VireoLedger().op(SandeshOp.GET));
                return Ledger.of(CounterFile.open(directory.resolve(Vrouter.COUNTERS_NAME))
                                .snapshot())
                        .broken()
                        .isEmpty();
            } catch (final IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        });
    }

    static void await(final BooleanSupplier condition) {
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
        assertThat(pool.balance().holds(0)).isTrue();
        pool.close();
    }

    private boolean send(final int number, final int queue) {
        final byte[] frame = FRAME.clone();
        frame[SOURCE_PORT_AT + 1] = (byte) (number % FLOWS);
        return send(frame, queue);
    }

    /** The left guest sends a frame. @return false when its ring is full */
    boolean send(final byte[] frame, final int queue) {
        final long empty = cache.takeSmall();
        Memory.copyIn(frame, 0, pool.dataAddress(empty), frame.length);
        burst[0] = PacketRef.resized(empty, PacketRef.offset(empty), frame.length);
        final int taken = senders[queue].transmit(cache, burst, 1);
        cache.free(burst, taken, 1);
        return taken == 1;
    }

    /** Sends numbered frames of many flows, a few at a time, on so many queues. @return what came out, in its order */
    List<byte[]> trace(final int count, final int queues) {
        final List<byte[]> arrived = new ArrayList<>();
        int sent = 0;
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (arrived.size() < count && System.nanoTime() < deadlineNs) {
            while (sent < count && sent - arrived.size() < WINDOW) {
                final byte[] frame = FRAME.clone();
                // A flow stays on its queue, as with any guest.
                frame[SOURCE_PORT_AT + 1] = (byte) (sent % FLOWS);
                ByteBuffer.wrap(frame).putInt(frame.length - Integer.BYTES, sent);
                if (!send(frame, sent % FLOWS % queues)) {
                    break;
                }
                sent++;
            }
            for (int queue = 0; queue < right.rxQueueCount(); queue++) {
                final int n = right.rxQueue(queue).receive(cache, burst, burst.length);
                for (int i = 0; i < n; i++) {
                    final byte[] frame = new byte[PacketRef.length(burst[i])];
                    Memory.copyOut(pool.dataAddress(burst[i]), frame, 0, frame.length);
                    arrived.add(frame);
                }
                cache.free(burst, 0, n);
            }
        }
        return arrived;
    }

    private int receive() {
        int all = 0;
        for (int queue = 0; queue < right.rxQueueCount(); queue++) {
            final int n = right.rxQueue(queue).receive(cache, burst, burst.length);
            for (int i = 0; i < n; i++) {
                assertThat(PacketRef.length(burst[i])).isEqualTo(FRAME.length);
            }
            cache.free(burst, 0, n);
            all += n;
        }
        return all;
    }

    private VirtioUserPort guest(final String name, final int queues) {
        final VirtioUserPort guest = VirtioUserPort.open(
                control,
                pool,
                new VirtioUserSpec(
                        directory.resolve("uvh_vif_" + name),
                        SocketRole.CLIENT,
                        queues,
                        RING_ENTRIES,
                        false,
                        OffloadMode.GUEST));
        await(guest::isRunning);
        for (int queue = 0; queue < queues; queue++) {
            assertThat(guest.rxQueue(queue).receive(cache, burst, 1)).isZero(); // gives the device buffers
        }
        return guest;
    }

    private void addVif(final int index, final String name, final int address) {
        client.request(new VrInterface()
                .op(SandeshOp.ADD)
                .put(VrInterface.IDX, index)
                .put(VrInterface.TYPE, Vif.TYPE_VIRTUAL)
                .put(VrInterface.TRANSPORT, Vif.TRANSPORT_PMD)
                .put(VrInterface.NAME, name)
                .put(VrInterface.MAC, WireMac.toBytes(0x0200_0000_0000L | address & 0xff))
                .put(VrInterface.IP, WireIpv4.toWire(address))
                .put(VrInterface.VRF, VRF)
                .put(VrInterface.MCAST_VRF, VRF)
                .put(VrInterface.MTU, 1514)
                .put(VrInterface.QOS_MAP_INDEX, -1));
    }

    private void routeToTheRight() {
        client.request(new VrNexthop()
                .op(SandeshOp.ADD)
                .put(VrNexthop.ID, 12)
                .put(VrNexthop.TYPE, Nexthop.TYPE_ENCAP)
                .put(VrNexthop.FAMILY, 2)
                .put(VrNexthop.VRF, VRF)
                .put(VrNexthop.FLAGS, Nexthop.FLAG_VALID)
                .put(VrNexthop.ENCAP_OIF_ID, RIGHT)
                .put(VrNexthop.ENCAP, HexFormat.of().parseHex("02000000000400005e0001000800")));
        client.request(new VrRoute()
                .op(SandeshOp.ADD)
                .put(VrRoute.VRF_ID, VRF)
                .put(VrRoute.FAMILY, 2)
                .put(VrRoute.PREFIX, WireIpv4.toBytes(RIGHT_ADDRESS))
                .put(VrRoute.PREFIX_LEN, 32)
                .put(VrRoute.NH_ID, 12)
                .put(VrRoute.LABEL_FLAGS, Route.FLAG_ARP_PROXY)
                .put(VrRoute.REPLACE_PLEN, -1));
    }
}
