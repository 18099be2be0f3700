// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.bond;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.vireo.linux.NetNamespace;
import net.vireo.linux.memory.Memory;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.port.PacketSocketPort;
import net.vireo.port.Port;
import net.vireo.port.TxQueue;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketPool.Sizes;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A bond of two real links (veth), their far ends in the hands of the test. */
@Tag("system")
@Timeout(60)
class BondPortSystemTest {
    private static final byte[] UDP = HexFormat.of()
            .parseHex("0200000000020200000000010800" + "4500002e0000400040110000" + "0a0000010a000002"
                    + "03e80009001a0000" + "a5".repeat(18));
    private static final int NUMBER = 56;
    private static final long MS = 1_000_000;

    private final PacketPool pool = PacketPool.create(new Sizes(4096, 64), false);
    private final PoolCache cache = pool.newCache(10);
    private final long[] packets = new long[64];
    private final List<Port> far = new ArrayList<>();
    private Path namespace;
    private BondPort bond;
    private TxQueue out;

    @BeforeEach
    void makeLinks(@TempDir final Path directory) throws Exception {
        namespace = directory.resolve("netns");
        NetNamespace.create(namespace);
        NetNamespace.call(namespace, () -> {
            Files.writeString(Path.of("/proc/sys/net/ipv6/conf/default/disable_ipv6"), "1");
            try (RtNetlink links = RtNetlink.open()) {
                for (int member = 0; member < 2; member++) {
                    links.addVeth("eth" + member, "far" + member);
                    links.setUp(links.link("eth" + member).index());
                    links.setUp(links.link("far" + member).index());
                    links.awaitOperational(links.link("eth" + member).index(), 2000);
                    far.add(socket(links, "far" + member));
                }
            }
            return null;
        });
    }

    @AfterEach
    void remove() {
        bond.close();
        far.forEach(Port::close);
        assertThat(pool.balance().holds(0)).as("every buffer came back").isTrue();
        pool.close();
        NetNamespace.delete(namespace);
    }

    @Test
    void shouldGoOnWithin200MsWhenALinkDies() {
        open(BondMode.ACTIVE_BACKUP);
        final Map<Integer, Integer> arrivals = new HashMap<>();
        long lastArrivalNs = System.nanoTime();
        long longestGapNs = 0;
        int number = 0;
        final long startNs = System.nanoTime();
        boolean killed = false;
        // Numbered packets at ten thousand a second for one second; the first link dies after a third of it.
        while (System.nanoTime() - startNs < 1000 * MS) {
            send(1000, number++);
            final int received = receive(arrivals, null);
            final long nowNs = System.nanoTime();
            if (received > 0) {
                longestGapNs = Math.max(longestGapNs, nowNs - lastArrivalNs);
                lastArrivalNs = nowNs;
            }
            if (!killed && nowNs - startNs > 333 * MS) {
                setLink("far0", false);
                killed = true;
            }
            while (System.nanoTime() - startNs < number * MS / 10) {
                Thread.onSpinWait();
            }
        }
        assertThat(bond.activeMember()).isEqualTo(1);
        assertThat(bond.isUp(0)).isFalse();
        assertThat(longestGapNs / MS).as("ms without a packet").isLessThan(200);
        assertThat(arrivals).as("numbers that arrived").hasSizeGreaterThan(number - 200 * 10);
        assertThat(arrivals.values()).as("no duplicates").containsOnly(1);
        assertThat(arrivals).as("the last ones, too").containsKey(number - 2);
    }

    @Test
    void shouldReceiveOnceWhatComesOnBothLinks() {
        open(BondMode.ACTIVE_BACKUP);
        for (int member = 0; member < 2; member++) {
            packets[0] = udp(1000, 7);
            assertThat(far.get(member).txQueue(0).transmit(cache, packets, 1)).isOne();
        }
        int n = 0;
        final long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < 300 * MS) {
            final int got = bond.rxQueue(0).receive(cache, packets, 32);
            cache.free(packets, 0, got);
            n += got;
        }
        assertThat(n).isOne();
        assertThat(bond.inactiveCount()).isOne();
    }

    @Test
    void shouldKeepEachFlowOnOneLinkAndMoveItWhenTheLinkDies() throws InterruptedException {
        open(BondMode.BALANCE_XOR);
        final Map<Integer, Integer> linkOfFlow = new HashMap<>();
        sendFlows(linkOfFlow);
        assertThat(linkOfFlow).hasSize(64);
        assertThat(linkOfFlow.values())
                .contains(0, 1)
                .as("each flow on one link")
                .doesNotContain(-1);

        setLink("far1", false);
        Thread.sleep(200);
        final Map<Integer, Integer> after = new HashMap<>();
        sendFlows(after);
        assertThat(after).hasSize(64);
        assertThat(after.values()).containsOnly(0);
    }

    private void sendFlows(final Map<Integer, Integer> linkOfFlow) {
        for (int round = 0; round < 3; round++) {
            for (int flow = 0; flow < 64; flow++) {
                send(20_000 + 7 * flow, flow);
            }
        }
        final Map<Integer, Integer> arrivals = new HashMap<>();
        final long startNs = System.nanoTime();
        while (arrivals.values().stream().mapToInt(each -> each).sum() < 3 * 64
                && System.nanoTime() - startNs < 2000 * MS) {
            receive(arrivals, linkOfFlow);
        }
        assertThat(arrivals.values()).containsOnly(3);
    }

    private void send(final int sourcePort, final int number) {
        packets[0] = udp(sourcePort, number);
        cache.free(packets, out.transmit(cache, packets, 1), 1);
    }

    /** @param linkOfFlow filled with the link of each source port; -1 for one that was seen on both; may be null */
    private int receive(final Map<Integer, Integer> arrivals, final Map<Integer, Integer> linkOfFlow) {
        int count = 0;
        for (int link = 0; link < 2; link++) {
            final int n = far.get(link).rxQueue(0).receive(cache, packets, 64);
            for (int i = 0; i < n; i++) {
                final long frame = pool.dataAddress(packets[i]);
                arrivals.merge(Memory.getIntBe(frame + NUMBER), 1, Integer::sum);
                if (linkOfFlow != null) {
                    final int here = link;
                    linkOfFlow.merge(
                            Memory.getShortBe(frame + 34) & 0xffff, here, (before, now) -> before == here ? here : -1);
                }
            }
            cache.free(packets, 0, n);
            count += n;
        }
        return count;
    }

    private long udp(final int sourcePort, final int number) {
        final long empty = cache.takeSmall();
        final long packet = PacketRef.resized(empty, PacketRef.offset(empty), UDP.length);
        final long frame = pool.dataAddress(packet);
        Memory.copyIn(UDP, 0, frame, UDP.length);
        Memory.putShortBe(frame + 34, (short) sourcePort);
        Memory.putIntBe(frame + NUMBER, number);
        return packet;
    }

    private void open(final BondMode mode) {
        bond = NetNamespace.call(namespace, () -> {
            try (RtNetlink links = RtNetlink.open()) {
                final List<BondLink> members = new ArrayList<>();
                for (final String name : List.of("eth0", "eth1")) {
                    members.add(
                            new BondLink(socket(links, name), links.link(name).index()));
                }
                return BondPort.open("bond0", mode, pool, members);
            }
        });
        out = bond.txQueue(0);
    }

    private Port socket(final RtNetlink links, final String name) {
        return PacketSocketPort.open(
                pool, new PacketSocketPort.Link(name, links.link(name).index(), 1500, 1));
    }

    private void setLink(final String name, final boolean up) {
        try (RtNetlink links = RtNetlink.open(namespace)) {
            final int index = links.link(name).index();
            if (up) {
                links.setUp(index);
            } else {
                links.setDown(index);
            }
        }
    }
}
