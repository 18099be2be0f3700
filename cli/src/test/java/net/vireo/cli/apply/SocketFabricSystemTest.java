// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import net.vireo.cli.Run;
import net.vireo.linux.Fds;
import net.vireo.linux.NetNamespace;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.port.OffloadMode;
import net.vireo.port.PcapPort;
import net.vireo.port.TxQueue;
import net.vireo.port.pcap.PcapReader;
import net.vireo.port.pcap.PcapWriter;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PoolCache;
import net.vireo.port.vhost.SocketRole;
import net.vireo.port.vhost.VhostControl;
import net.vireo.port.vhost.VirtioUserPort;
import net.vireo.port.vhost.VirtioUserSpec;
import net.vireo.vrouter.DeviceOptions;
import net.vireo.vrouter.Vrouter;
import net.vireo.vrouter.VrouterConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two data planes of one host, joined by a socket that is the fabric of both: the one the device, the other its driver.
 * One finds its neighbour by ARP through that, the other has been told.
 */
@Tag("system")
@Timeout(120)
class SocketFabricSystemTest {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);
    private static final int PACKETS = 2000;
    private static final int TTL_AT = 22;
    private static final int CHECKSUM_AT = 24;
    private static final int NUMBER_AT = 42;
    private static final int WINDOW = 64;

    /** Ethernet to the router, IPv4 120.0.0.1 to 120.0.0.2, UDP without checksum, a number. */
    private static final byte[] FRAME = HexFormat.of()
            .parseHex("00005e000100" + "020000000001" + "0800" + "45000020000040004011" + "4aca" + "7800000178000002"
                    + "03e807d0000c0000" + "00000000");

    @TempDir
    private Path directory;

    private final PacketPool pool = PacketPool.create(new PacketPool.Sizes(2048, 8), false);
    private final PoolCache cache = pool.newCache(0);
    private final long[] burst = new long[32];
    private VhostControl control;
    private final Vrouter[] planes = new Vrouter[2];
    private final Path[] own = new Path[2];
    private final Path[] host = new Path[2];
    private final VirtioUserPort[] guests = new VirtioUserPort[2];

    @BeforeEach
    void makeHosts() throws IOException {
        control = VhostControl.start();
        for (int node = 0; node < 2; node++) {
            own[node] = directory.resolve("own" + node);
            host[node] = directory.resolve("host" + node);
            NetNamespace.create(own[node]);
            NetNamespace.create(host[node]);
            final int hostFd = NetNamespace.open(host[node]);
            try (RtNetlink here = RtNetlink.open(own[node]);
                    RtNetlink hosts = RtNetlink.open(host[node])) {
                here.addVeth("vhost0", "vhost0", hostFd);
                final int index = hosts.link("vhost0").index();
                hosts.setMac(index, 0x5254_00aa_0001L + node);
                hosts.addAddress(index, 0xc0000201 + node, 24);
                hosts.setUp(index);
            } finally {
                Fds.close(hostFd);
            }
        }
    }

    @AfterEach
    void stop() {
        for (int node = 0; node < 2; node++) {
            if (guests[node] != null) {
                guests[node].close();
            }
            if (planes[node] != null) {
                planes[node].close();
            }
            NetNamespace.delete(own[node]);
            NetNamespace.delete(host[node]);
        }
        control.close();
        assertThat(pool.balance().holds(0)).isTrue();
        pool.close();
    }

    @ParameterizedTest(name = "{0}, fabrics with {1} queues")
    @CsvSource({"udp,1", "vxlan,1", "gre,2", "vxlan,2"})
    void shouldCarryTunnelsBetweenDataPlanesThatShareASocket(final String encap, final int queues) throws Exception {
        startBoth(DeviceOptions.DEFAULT);
        apply(0, yaml(0, "vhost-user", encap, queues, ", mac: 52:54:00:aa:00:02"));
        apply(1, yaml(1, "virtio-user", encap, queues, ""));
        await(() -> tool(0, "vif", "--get", "0").contains("Status: UP  Driver: vhost-user"));
        assertThat(tool(1, "vif", "--get", "0")).contains("Driver: virtio-user");
        for (int node = 0; node < 2; node++) {
            guests[node] = guest(node);
        }

        // A VXLAN tunnel has a router at both ends.
        final int hops = encap.equals("vxlan") ? 2 : 1;
        pass(0, hops);
        await(() -> resolved(1)); // by ARP, through the socket
        pass(1, hops);

        for (int node = 0; node < 2; node++) {
            final int each = node;
            await(() -> run(each, "ledger").exitCode() == 0);
            assertThat(tool(node, "vif", "--get", "0")).as("through the fabric").containsPattern("RX packets:2\\d{3}");
        }
    }

    /** The other data plane comes back without anybody touching this one. */
    @Test
    void shouldGoOnWhenTheOtherDataPlaneWasStartedAgain() throws Exception {
        startBoth(DeviceOptions.DEFAULT);
        apply(0, yaml(0, "vhost-user", "udp", 1, ", mac: 52:54:00:aa:00:02"));
        final String far = yaml(1, "virtio-user", "udp", 1, ", mac: 52:54:00:aa:00:01");
        apply(1, far);
        guests[0] = guest(0);
        guests[1] = guest(1);
        await(() -> tool(0, "vif", "--get", "0").contains("Status: UP"));
        pass(0);

        guests[1].close();
        planes[1].close();
        await(() -> tool(0, "vif", "--get", "0").contains("Status: DOWN"));
        planes[1] = start(1, DeviceOptions.DEFAULT);
        apply(1, far);
        guests[1] = guest(1);
        await(() -> tool(0, "vif", "--get", "0").contains("Status: UP"));
        pass(0);
        pass(1);
    }

    /** What guests leave open is closed before the socket, whatever else the fabric's links would take. */
    @Test
    void shouldSendWholeFramesWhateverIsLeftToOtherFabrics() throws Exception {
        startBoth(new DeviceOptions(false, Optional.empty(), DeviceOptions.Offloading.ALL));
        for (int node = 0; node < 2; node++) {
            final String mac = ", mac: 52:54:00:aa:00:0" + (2 - node);
            apply(node, yaml(node, node == 0 ? "vhost-user" : "virtio-user", "udp", 1, mac));
            guests[node] = guest(node);
        }
        await(() -> tool(0, "vif", "--get", "0").contains("Status: UP"));
        pass(0);
        pass(1);
    }

    private void startBoth(final DeviceOptions devices) throws Exception {
        for (int node = 0; node < 2; node++) {
            planes[node] = start(node, devices);
        }
    }

    private Vrouter start(final int node, final DeviceOptions devices) throws Exception {
        // Threads are born into the namespace of the thread that makes them.
        return NetNamespace.call(
                own[node],
                () -> Vrouter.start(VrouterConfig.of("n" + node, directory.resolve("n" + node))
                        .withHostNetns(host[node])
                        .withDevices(devices)));
    }

    private String yaml(final int node, final String fabric, final String encap, final int queues, final String mac) {
        return """
                kind: Node
                apiVersion: vireo.net/v1
                node:
                  name: n%1$d
                  address: 192.0.2.%2$d
                  encap: %5$s
                  fabric: {%4$s: %7$s/f, queues: %6$d, mac: 52:54:00:aa:00:0%2$d, mtu: 1600}
                networks:
                  - {name: red, vrf: 1, vni: 5001}
                peers:
                  - {name: far, address: 192.0.2.%3$d%8$s}
                interfaces:
                  - {name: g, port: {vhost-user: guest}, network: red, address: 120.0.0.%2$d, mac: 02:00:00:00:00:0%2$d, label: 1%2$d6}
                routes:
                  - {network: red, prefix: 120.0.0.%3$d/32, via: far, label: 1%3$d6}
                """.formatted(node, 1 + node, 2 - node, fabric, encap, queues, directory, mac);
    }

    private void apply(final int node, final String yaml) throws IOException {
        tool(
                node,
                "apply",
                Files.writeString(directory.resolve("n" + node + ".yaml"), yaml).toString());
    }

    private String tool(final int node, final String... arguments) {
        final Run run = run(node, arguments);
        assertThat(run.err()).isEmpty();
        return run.out();
    }

    private Run run(final int node, final String... arguments) {
        final String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--sock-dir";
        all[arguments.length + 1] = directory.resolve("n" + node).toString();
        return Run.of(all);
    }

    /** Whether the tunnel's header has the other's MAC. */
    private boolean resolved(final int node) {
        return tool(node, "nh").contains("52 54 00 aa 00 0" + (2 - node));
    }

    private VirtioUserPort guest(final int node) {
        final VirtioUserPort guest = VirtioUserPort.open(
                control,
                pool,
                new VirtioUserSpec(
                        directory.resolve("n" + node).resolve("uvh_vif_guest"),
                        SocketRole.CLIENT,
                        1,
                        256,
                        false,
                        OffloadMode.GUEST));
        await(guest::isRunning);
        assertThat(guest.rxQueue(0).receive(cache, burst, 1)).isZero(); // gives the device buffers
        return guest;
    }

    private void pass(final int from) throws IOException {
        pass(from, 1);
    }

    /** Sends numbered packets from a guest to the other, a few at a time, and sees all come out in order. */
    private void pass(final int from, final int hops) throws IOException {
        final Path wanted = directory.resolve("wanted.pcap");
        final Path seen = directory.resolve("seen.pcap");
        try (PcapWriter frames = PcapWriter.create(wanted)) {
            for (int number = 0; number < PACKETS; number++) {
                frames.write(number, frame(from, number));
            }
        }
        int sent = 0;
        int received = 0;
        try (PcapPort files = PcapPort.open("files", pool, Optional.of(wanted), Optional.of(seen))) {
            final TxQueue out = guests[from].txQueue(0);
            final TxQueue record = files.txQueue(0);
            final long deadlineNs = System.nanoTime() + PATIENCE_NS;
            while (received < PACKETS && System.nanoTime() < deadlineNs) {
                if (sent - received < WINDOW) {
                    final int n = files.rxQueue(0).receive(cache, burst, burst.length);
                    final int taken = out.transmit(cache, burst, n);
                    cache.free(burst, taken, n);
                    sent += taken;
                }
                final int n = guests[1 - from].rxQueue(0).receive(cache, burst, burst.length);
                received += record.transmit(cache, burst, n);
            }
        }
        assertThat(received)
                .as("dropped: %s%s", tool(0, "dropstats"), tool(1, "dropstats"))
                .isEqualTo(PACKETS);
        try (PcapReader frames = PcapReader.open(seen)) {
            for (int number = 0; number < PACKETS; number++) {
                final byte[] expected = frame(from, number);
                System.arraycopy(HexFormat.of().parseHex("020000000002" + "00005e000100"), 0, expected, 0, 12);
                expected[5] = (byte) (2 - from);
                expected[TTL_AT] -= (byte) hops;
                expected[CHECKSUM_AT] += (byte) hops; // what the TTL took from the sum
                assertThat(frames.next()).isTrue();
                assertThat(frames.frame()).as("packet %d", number).isEqualTo(expected);
            }
        }
    }

    private static byte[] frame(final int from, final int number) {
        final byte[] frame = FRAME.clone();
        frame[11] = (byte) (1 + from);
        frame[29] = (byte) (1 + from);
        frame[33] = (byte) (2 - from);
        frame[NUMBER_AT + 2] = (byte) (number >>> 8);
        frame[NUMBER_AT + 3] = (byte) number;
        return frame;
    }

    private static void await(final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadlineNs);
            Thread.onSpinWait();
        }
    }
}
