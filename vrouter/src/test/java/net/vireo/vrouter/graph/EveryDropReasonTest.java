// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.BridgedNode.A_IP;
import static net.vireo.vrouter.graph.BridgedNode.A_MAC;
import static net.vireo.vrouter.graph.BridgedNode.BY_UDP;
import static net.vireo.vrouter.graph.BridgedNode.BY_VXLAN;
import static net.vireo.vrouter.graph.BridgedNode.B_MAC;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP_MAC;
import static net.vireo.vrouter.graph.BridgedNode.LABEL_PACKET;
import static net.vireo.vrouter.graph.Frames.BROADCAST;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.arp;
import static net.vireo.vrouter.graph.Frames.entry;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.udp;
import static net.vireo.vrouter.graph.Overlay.icmp6;
import static net.vireo.vrouter.graph.Overlay.ints;
import static net.vireo.vrouter.graph.Overlay.join;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.vireo.linux.memory.Memory;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.flow.AgingPolicy;
import net.vireo.vrouter.flow.FlowAging;
import net.vireo.vrouter.flow.FlowControl;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowRequest;
import net.vireo.vrouter.flow.FlowSetting;
import net.vireo.vrouter.flow.FlowState;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.flow.FragmentQueue;
import net.vireo.vrouter.flow.FragmentTable;
import net.vireo.vrouter.table.Settings;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every reason for a drop is either provoked, in {@link DropsTest} or here, or it is said why it cannot occur. What cannot
 * occur is not named by the data plane's code.
 */
class EveryDropReasonTest {
    private static final int DONT_FRAGMENT = 0x4000;
    private static final byte[] GOOD = ethernet(B_MAC, A_MAC, 0x9999, new byte[46]);

    /** Reasons that the graph does not know, or not yet, and why. */
    private static final Map<DropReason, String> CANNOT_OCCUR = new EnumMap<>(Map.ofEntries(
            Map.entry(DropReason.FLOW_NO_MEMORY, "what waits takes no memory; upstream does not raise it either"),
            Map.entry(DropReason.FLOW_INVALID_PROTOCOL, "every protocol has flows; upstream does not raise it either"),
            Map.entry(DropReason.TRAP_ORIGINAL, "the agent gets copies; one that cannot be made is TRAP_NO_BUFFER"),
            Map.entry(DropReason.CLONE_FAIL, "upstream: a fragment's head is cloned for its followers; not here"),
            Map.entry(DropReason.INTERFACE_DROP, "ours are finer: TX_RING_FULL, TX_QUEUE_FULL, PKT0_FULL"),
            Map.entry(DropReason.NOWHERE_TO_GO, "ours are finer: MULTICAST_DESTINATION, GUEST_TO_HOST"),
            Map.entry(DropReason.L2_NO_ROUTE, "ours are finer: UNKNOWN_DESTINATION_MAC and others"),
            Map.entry(DropReason.LEAF_TO_LEAF, "E-Tree is not built"),
            Map.entry(DropReason.BMAC_ISID_MISMATCH, "provider backbone bridging is not built"),
            Map.entry(DropReason.NO_CRYPT_PATH, "encrypted tunnels are not built"),
            Map.entry(DropReason.INVALID_HBS_PKT, "host based services are not built"),
            Map.entry(DropReason.INVALID_UNDERLAY_ECMP, "one fabric interface; several links are a bond's"),
            Map.entry(DropReason.VLAN_FWD_TX, "DPDK only: there is no VLAN forwarding interface"),
            Map.entry(DropReason.VLAN_FWD_ENQ, "DPDK only: there is no VLAN forwarding interface"),
            Map.entry(DropReason.REWRITE_FAIL, "Linux only: a header is stores into a buffer that was checked"),
            Map.entry(DropReason.HEAD_ALLOC_FAIL, "Linux only: packets are contiguous, no head is ever allocated"),
            Map.entry(DropReason.PCOW_FAIL, "Linux only: no buffer is shared"),
            Map.entry(DropReason.DUPLICATED, "the agent's copies are transmitted, not dropped"),
            Map.entry(DropReason.NO_FMD, "Linux only: a packet's row is always there"),
            Map.entry(DropReason.MISC, "stands for reasons that this version does not know")));

    /** What the tests of one node provoke. */
    private static final Map<DropReason, Class<?>> ELSEWHERE = new EnumMap<>(Map.of(
            DropReason.FLOW_UNUSABLE, FlowTest.class,
            DropReason.FLOW_ACTION_DROP, FlowTest.class,
            DropReason.FLOW_NAT_NO_RFLOW, FlowTest.class,
            DropReason.FLOW_QUEUE_LIMIT_EXCEEDED, FlowTest.class,
            DropReason.TX_QUEUE_FULL, TransmitRingTest.class));

    /** What {@link DropsTest} does not provoke. */
    @SuppressWarnings("ImmutableEnumChecker") // the lambdas keep nothing
    enum Provocation {
        INVALID_ARP(lab -> lab.a.send(ethernet(BROADCAST, A_MAC, 0x0806, new byte[20]))),
        TRAP_NO_IF(lab -> {
            lab.node.lcore.removeVif(Vif.AGENT_INDEX);
            lab.a.send(ethernet(ROUTER_MAC, A_MAC, 0x0806, arp(2, A_MAC, A_IP, ROUTER_MAC, 1)));
        }),
        MCAST_CLONE_FAIL(lab -> withoutBuffers(lab, ethernet(BROADCAST, A_MAC, 0x9999, new byte[46]))),
        INVALID_MCAST_SOURCE(lab -> lab.fabric.send(
                Overlay.vxlan(0x0a000063, BridgedNode.VNI, ethernet(BROADCAST, FAR_UDP_MAC, 0x9999, new byte[46])))),
        PUSH(lab -> withoutHeadroom(
                lab, ethernet(ROUTER_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, FAR_UDP, new byte[8])))),
        INVALID_VNID(lab -> lab.fabric.send(Overlay.vxlan(BY_VXLAN, 99, GOOD))),
        MCAST_DF_BIT(lab -> lab.a.send(
                ethernet(BROADCAST, A_MAC, 0x0800, ipv4(0, DONT_FRAGMENT, 64, 17, A_IP, -1, new byte[1480])))),
        NO_MEMORY(lab -> withoutBuffers(
                lab, ethernet(ROUTER_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, FAR_UDP, new byte[1480])))),
        ICMP_ERROR(lab -> {
            lab.node.lcore.removeVif(Vif.AGENT_INDEX);
            lab.a.send(ethernet(
                    ROUTER_MAC,
                    A_MAC,
                    0x0800,
                    ipv4(0, DONT_FRAGMENT, 64, 1, A_IP, FAR_UDP, join(ints(0x03000000), new byte[1476]))));
        }),
        CLONED_ORIGINAL(lab -> lab.a.send(ethernet(BROADCAST, A_MAC, 0x9999, new byte[46]))),
        TX_RING_FULL(lab -> {
            for (int i = 0; i <= TestNode.RING; i++) {
                lab.a.send(GOOD);
                lab.node.settle();
            }
        }),
        MTU_EXCEEDED(lab -> {
            lab.node.lcore.removeVif(Vif.AGENT_INDEX);
            lab.a.send(
                    ethernet(ROUTER_MAC, A_MAC, 0x0800, ipv4(0, DONT_FRAGMENT, 64, 17, A_IP, FAR_UDP, new byte[1480])));
        }),
        FRAGMENTATION_NEEDED(lab -> lab.a.send(ethernet(FAR_UDP_MAC, A_MAC, 0x9999, new byte[1490]))),
        CONGESTED_NOT_ECT(lab -> lab.fabric.send(Overlay.outer(
                3,
                17,
                BY_UDP,
                udp(1, 6635, join(ints(entry(LABEL_PACKET, true, 64)), ipv4(0, 0, 64, 17, FAR_UDP, A_IP, GOOD)))))),
        ARP_NOT_PROXIED(lab -> {
            lab.flags(BridgedNode.A, Vif.FLAG_L3);
            lab.a.send(ethernet(BROADCAST, A_MAC, 0x0806, arp(1, A_MAC, A_IP, 0, 1)));
        }),
        NEW_FLOWS(lab -> {
            lab.flags(BridgedNode.A, Vif.FLAG_POLICY | Vif.FLAG_DROP_NEW_FLOWS);
            lab.a.send(datagram(1));
        }),
        FLOW_TABLE_FULL(lab -> {
            lab.flags(BridgedNode.A, Vif.FLAG_POLICY);
            for (int port = 0; port < 4000; port++) {
                flow(lab, 17, port, FlowState.FORWARD);
            }
            for (int port = 4000; port < 4020; port++) {
                lab.a.send(datagram(port));
            }
        }),
        FLOW_SHARE(lab -> {
            lab.flags(BridgedNode.A, Vif.FLAG_POLICY);
            for (int port = 0; port < 1700; port++) {
                flow(lab, 17, port, FlowState.FORWARD);
            }
            lab.a.send(datagram(1700));
        }),
        FLOW_ACTION_INVALID(lab -> {
            lab.flags(BridgedNode.A, Vif.FLAG_POLICY);
            flow(lab, 17, 1, 77);
            lab.a.send(datagram(1));
        }),
        FLOW_EVICT(lab -> {
            lab.flags(BridgedNode.A, Vif.FLAG_POLICY);
            lab.node.tables.settings(new Settings(true, true, 1000, 0, 0, 0, true, false));
            flow(lab, 6, 1, FlowState.FORWARD);
            lab.pass(lab.a, reset(), lab.fabric);
            final FlowTable table = lab.node.flows.table();
            new FlowAging(table, AgingPolicy.DEFAULT)
                    .age(FlowContext.nowMs(), table.layout().slots());
            lab.a.send(reset());
        }),
        FRAGMENT_QUEUE_FAIL(lab -> {
            lab.flags(BridgedNode.A, Vif.FLAG_POLICY);
            for (int i = 0; i <= FragmentQueue.DEFAULT_LIMIT; i++) {
                lab.a.send(laterFragment());
                lab.node.settle();
            }
        }),
        NO_FRAG_ENTRY(lab -> {
            lab.flags(BridgedNode.A, Vif.FLAG_POLICY);
            lab.a.send(laterFragment());
            lab.node.settle();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(FragmentTable.TIMEOUT_MS + 50));
        }),
        PKT0_FULL(lab -> {
            for (int i = 0; i <= TestNode.RING; i++) {
                lab.a.send(ethernet(ROUTER_MAC, A_MAC, 0x0806, arp(2, A_MAC, A_IP, ROUTER_MAC, 1)));
                lab.node.settle();
            }
        }),
        BACK_TO_SOURCE(lab -> lab.a.send(ethernet(A_MAC, A_MAC, 0x9999, new byte[46]))),
        ROGUE_ROUTER_ADVERTISEMENT(lab -> lab.a.send(ethernet(
                Overlay.ALL_NODES_MAC,
                A_MAC,
                0x86dd,
                icmp6(0xfe80000000000000L, 4, 0xff02000000000000L, 1, ints(134 << 24, 0, 0, 0)))));

        private final Consumer<BridgedNode> provoke;

        Provocation(final Consumer<BridgedNode> provoke) {
            this.provoke = provoke;
        }

        DropReason reason() {
            return DropReason.valueOf(name());
        }
    }

    private static byte[] datagram(final int port) {
        return ethernet(ROUTER_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, FAR_UDP, udp(1000, port, new byte[8])));
    }

    private static byte[] laterFragment() {
        return ethernet(ROUTER_MAC, A_MAC, 0x0800, ipv4(0, 0x0010, 64, 17, A_IP, FAR_UDP, new byte[16]));
    }

    private static byte[] reset() {
        final byte[] segment = Frames.syn(A_IP, FAR_UDP, 1000);
        segment[0] = 1000 >>> 8;
        segment[1] = (byte) 1000;
        segment[2] = 0;
        segment[3] = 1;
        segment[13] = 0x04;
        return ethernet(ROUTER_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 6, A_IP, FAR_UDP, segment));
    }

    private static void flow(final BridgedNode lab, final int protocol, final int port, final int action) {
        final FlowKeys key = new FlowKeys(1);
        key.ipv4(0, 0, protocol, 1000, port, A_IP, FAR_UDP);
        final FlowSetting setting = new FlowSetting(
                action, FlowState.ACTIVE, 0, BridgedNode.VRF, BridgedNode.VRF, 0, 0, 0, -1, 0, -1, -1, 0);
        new FlowControl(lab.node.flows.table())
                .set(new FlowRequest(FlowTable.NONE, 0, key, FlowTable.NONE, false, setting), FlowContext.nowMs());
    }

    /** Takes a packet through the graph while somebody else holds all buffers. */
    private static void withoutBuffers(final BridgedNode lab, final byte[] frame) {
        lab.a.send(frame);
        final List<Long> taken = new ArrayList<>();
        for (long each = lab.node.cache.take(1); each != PoolCache.NONE; each = lab.node.cache.take(1)) {
            taken.add(each);
        }
        lab.node.lcore.cycle();
        taken.forEach(lab.node.cache::free);
    }

    /** A packet as a port might deliver it that leaves no room in front. */
    private static void withoutHeadroom(final BridgedNode lab, final byte[] frame) {
        final long packet = lab.node.cache.takeSmall();
        final long[] burst = {PacketRef.resized(packet, 2, frame.length)};
        Memory.copyIn(frame, 0, lab.node.pool.dataAddress(burst[0]), frame.length);
        lab.node.graph.run(BridgedNode.A, burst, 1);
    }

    @ParameterizedTest
    @EnumSource(Provocation.class)
    void shouldOccur(final Provocation each) {
        final BridgedNode lab = new BridgedNode();
        each.provoke.accept(lab);
        lab.node.settle();
        assertThat(lab.drops()).containsKey(each.reason());
        assertThat(lab.node.ledger().checks().getFirst().holds())
                .as("the lcore's ledger")
                .isTrue();
        lab.node.close();
    }

    @Test
    void shouldKnowEveryReason() {
        final Set<DropReason> provoked = EnumSet.noneOf(DropReason.class);
        DropsTest.drops()
                .forEach(arguments -> provoked.add((DropReason) arguments.get()[0]));
        Stream.of(Provocation.values()).forEach(each -> provoked.add(each.reason()));
        assertThat(provoked).doesNotContainAnyElementsOf(CANNOT_OCCUR.keySet());
        provoked.addAll(CANNOT_OCCUR.keySet());
        provoked.addAll(ELSEWHERE.keySet());
        assertThat(EnumSet.complementOf(EnumSet.copyOf(provoked)))
                .as("neither provoked nor said why not")
                .isEmpty();
    }

    @Test
    void shouldFindTheTestsOfOneNode() throws IOException {
        for (final var each : ELSEWHERE.entrySet()) {
            final String source = "src/test/java/" + each.getValue().getName().replace('.', '/') + ".java";
            assertThat(Files.readString(Path.of(System.getProperty("basedir", "."), source)))
                    .contains("DropReason." + each.getKey().name());
        }
    }

    @Test
    void shouldNotNameInTheGraphWhatCannotOccur() throws IOException {
        final Path sources = Path.of(System.getProperty("basedir", "."), "src/main/java/net/vireo/vrouter/graph");
        final StringBuilder code = new StringBuilder();
        try (Stream<Path> files = Files.list(sources)) {
            for (final Path file : files.toList()) {
                code.append(Files.readString(file));
            }
        }
        assertThat(code).hasSizeGreaterThan(100_000);
        for (final DropReason reason : CANNOT_OCCUR.keySet()) {
            assertThat(code.toString()).doesNotContainPattern("DropReason\\." + reason.name() + "\\b");
        }
    }
}
