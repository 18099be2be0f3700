// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import net.vireo.linux.memory.Memory;
import net.vireo.port.OffloadMode;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A whole data plane between two guests that share memory with it: their side is our own virtio-user port. */
@Tag("system")
@Timeout(60)
class VhostGuestsSystemTest {
    private static final int VRF = 1;
    private static final int LEFT = 3;
    private static final int RIGHT = 4;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    /** Ethernet to the router, IPv4 120.0.0.3 to 120.0.0.4, UDP 1000 to 2000 without checksum, a number. */
    private static final byte[] FRAME = HexFormat.of()
            .parseHex("00005e000100" + "020000000003" + "0800" + "45000020000040004011" + "4ac6" + "7800000378000004"
                    + "03e807d0000c0000" + "00000000");

    private static final int NUMBER_AT = 42;

    @TempDir
    private Path directory;

    private final PacketPool pool = PacketPool.create(new PacketPool.Sizes(2048, 8), false);
    private final PoolCache cache = pool.newCache(0);
    private final long[] burst = new long[32];
    private VhostControl control;
    private VirtioUserPort left;
    private VirtioUserPort right;
    private Vrouter vrouter;
    private VrouterClient client;

    @BeforeEach
    void start() throws IOException {
        control = VhostControl.start();
        vrouter = Vrouter.start(VrouterConfig.of("compute1", directory.resolve("node")));
        client = VrouterClient.connect(directory.resolve("node").resolve("dpdk_netlink"));
    }

    @AfterEach
    void stop() {
        if (left != null) {
            left.close();
        }
        if (right != null) {
            right.close();
        }
        client.close();
        vrouter.close();
        control.close();
        assertThat(pool.balance().holds(0)).isTrue();
        pool.close();
    }

    @ParameterizedTest
    @CsvSource({"false,1", "true,1", "false,2", "true,2"})
    void shouldForwardBetweenTwoGuestsAndAccountForEveryPacket(final boolean packed, final int queues)
            throws Exception {
        plugBoth(0, queues);
        left = guest("left", SocketRole.CLIENT, packed, queues);
        right = guest("right", SocketRole.CLIENT, packed, queues);

        passNumbered(4000);

        assertThat(ledger().broken()).isEmpty();
        final VrInterface vif = client.request(
                        new VrInterface().op(SandeshOp.GET).put(VrInterface.IDX, LEFT))
                .first(VrInterface.class);
        assertThat(vif.value(VrInterface.NAME)).isEqualTo("left");
        assertThat(vif.value(VrInterface.IPACKETS)).isEqualTo(4000);
    }

    @Test
    void shouldGoOnWithTheNextGuestWhenOneDies() throws Exception {
        plugBoth(0, 1);
        left = guest("left", SocketRole.CLIENT, false, 1);
        right = guest("right", SocketRole.CLIENT, false, 1);
        passNumbered(500);
        right.close();
        for (int i = 0; i < 100; i++) {
            send(i);
        }
        right = guest("right", SocketRole.CLIENT, true, 1);
        passNumbered(500);
        awaitLedger();
    }

    @Test
    void shouldConnectToGuestsThatListen() throws Exception {
        plugBoth(1, 1);
        left = guest("left", SocketRole.SERVER, false, 1);
        right = guest("right", SocketRole.SERVER, true, 1);
        passNumbered(500);
        awaitLedger();
    }

    /** An idle lcore sleeps, and the guest's kick wakes it. */
    @Test
    void shouldSleepWhileGuestsAreIdleAndWakeForTheNextPacket() throws Exception {
        plugBoth(0, 2);
        left = guest("left", SocketRole.CLIENT, false, 2);
        right = guest("right", SocketRole.CLIENT, true, 2);
        passNumbered(200);
        Thread.sleep(300);
        final long before = lcoresNs();
        Thread.sleep(1000);
        assertThat(lcoresNs() - before).as("ns of CPU of two lcores in 1 s").isLessThan(50_000_000);
        for (int i = 0; i < 20; i++) {
            Thread.sleep(5);
            passNumbered(1);
        }
        awaitLedger();
    }

    private static long lcoresNs() {
        final var threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (final var info : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (info != null && info.getThreadName().startsWith("lcore-1")) {
                sum += threads.getThreadCpuTime(info.getThreadId());
            }
        }
        return sum;
    }

    private void plugBoth(final int mode, final int queues) {
        vif(LEFT, "left", 0x78000003, mode, queues);
        vif(RIGHT, "right", 0x78000004, mode, queues);
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
                .put(VrRoute.PREFIX, WireIpv4.toBytes(0x78000004))
                .put(VrRoute.PREFIX_LEN, 32)
                .put(VrRoute.NH_ID, 12)
                .put(VrRoute.LABEL_FLAGS, Route.FLAG_ARP_PROXY)
                .put(VrRoute.REPLACE_PLEN, -1));
    }

    private void vif(final int index, final String name, final int address, final int mode, final int queues) {
        client.request(new VrInterface()
                .op(SandeshOp.ADD)
                .put(VrInterface.IDX, index)
                .put(VrInterface.TYPE, Vif.TYPE_VIRTUAL)
                .put(VrInterface.TRANSPORT, Vif.TRANSPORT_PMD)
                .put(VrInterface.NAME, name)
                .put(VrInterface.VHOSTUSER_MODE, mode)
                .put(VrInterface.HW_QUEUES, new int[queues == 1 ? 1 : 0]) // 0: as many as it likes
                .put(VrInterface.MAC, WireMac.toBytes(0x0200_0000_0000L | address & 0xff))
                .put(VrInterface.IP, WireIpv4.toWire(address))
                .put(VrInterface.VRF, VRF)
                .put(VrInterface.MCAST_VRF, VRF)
                .put(VrInterface.MTU, 1514)
                .put(VrInterface.QOS_MAP_INDEX, -1));
    }

    private VirtioUserPort guest(final String name, final SocketRole role, final boolean packed, final int queues) {
        final VirtioUserPort guest = VirtioUserPort.open(
                control,
                pool,
                new VirtioUserSpec(
                        directory.resolve("node").resolve("uvh_vif_" + name),
                        role,
                        queues,
                        256,
                        packed,
                        OffloadMode.GUEST));
        await(guest::isRunning);
        for (int queue = 0; queue < queues; queue++) {
            assertThat(guest.rxQueue(queue).receive(cache, burst, 1)).isZero(); // gives the device buffers
        }
        return guest;
    }

    /** Sends numbered frames, a few at a time, and sees each come out, in the order of its queue. */
    private void passNumbered(final int count) {
        int sent = 0;
        int received = 0;
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (received < count && System.nanoTime() < deadlineNs) {
            while (sent < count && sent - received < 64 && send(sent)) {
                sent++;
            }
            received += receive();
        }
        assertThat(received).isEqualTo(count);
    }

    private boolean send(final int number) {
        final long empty = cache.takeSmall();
        final byte[] frame = FRAME.clone();
        frame[NUMBER_AT + 2] = (byte) (number >>> 8);
        frame[NUMBER_AT + 3] = (byte) number;
        Memory.copyIn(frame, 0, pool.dataAddress(empty), frame.length);
        burst[0] = PacketRef.resized(empty, PacketRef.offset(empty), frame.length);
        final int taken = left.txQueue(number).transmit(cache, burst, 1);
        cache.free(burst, taken, 1);
        return taken == 1;
    }

    private int receive() {
        int all = 0;
        for (int queue = 0; queue < right.rxQueueCount(); queue++) {
            final int n = right.rxQueue(queue).receive(cache, burst, burst.length);
            for (int i = 0; i < n; i++) {
                assertThat(PacketRef.length(burst[i])).isEqualTo(FRAME.length);
                assertThat(Memory.getLongBe(pool.dataAddress(burst[i])) >>> 16).isEqualTo(0x0200_0000_0004L);
            }
            cache.free(burst, 0, n);
            all += n;
        }
        return all;
    }

    private void awaitLedger() {
        await(() -> {
            try {
                return ledger().broken().isEmpty();
            } catch (final IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        });
    }

    private Ledger ledger() throws IOException {
        client.request(new VireoLedger().op(SandeshOp.GET));
        return Ledger.of(CounterFile.open(directory.resolve("node").resolve(Vrouter.COUNTERS_NAME))
                .snapshot());
    }

    private static void await(final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadlineNs);
            Thread.onSpinWait();
        }
    }
}
