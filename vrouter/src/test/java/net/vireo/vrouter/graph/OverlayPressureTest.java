// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.BridgedNode.A;
import static net.vireo.vrouter.graph.BridgedNode.A_IP;
import static net.vireo.vrouter.graph.BridgedNode.A_MAC;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP;
import static net.vireo.vrouter.graph.Frames.BROADCAST;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.udp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.vireo.port.pool.PoolCache;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.flow.AgingPolicy;
import net.vireo.vrouter.flow.FlowAging;
import net.vireo.vrouter.flow.FlowControl;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowRequest;
import net.vireo.vrouter.flow.FlowSetting;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An empty pool and full tables where the overlay makes packets or keeps them: named, and over when it is over. */
class OverlayPressureTest {
    private static final byte[] FLOOD = ethernet(BROADCAST, A_MAC, 0x88b5, new byte[100]);
    private static final int COPIES = 5;

    private final BridgedNode lab = new BridgedNode();
    private final PoolCache hoarder = lab.node.pool.newCache(2);
    private final List<Long> hoard = new ArrayList<>();

    @AfterEach
    void balances() {
        lab.close();
    }

    /** Takes every buffer, small and large, but those that are on their way. */
    private void emptyThePool() {
        lab.node.cache.flush();
        lab.node.peerCache.flush();
        for (long taken = hoarder.takeSmall(); taken != PoolCache.NONE; taken = hoarder.takeSmall()) {
            hoard.add(taken);
        }
        for (long taken = hoarder.takeLarge(); taken != PoolCache.NONE; taken = hoarder.takeLarge()) {
            hoard.add(taken);
        }
    }

    private void refillThePool() {
        hoard.forEach(hoarder::free);
        hoard.clear();
        hoarder.flush();
    }

    private void packetsShouldBalance() {
        assertThat(lab.node.ledger().checks().subList(0, 4)).allMatch(check -> check.holds());
    }

    @Test
    void shouldNameTheCopiesThatFoundNoBuffer() {
        lab.a.send(FLOOD);
        emptyThePool();
        lab.node.settle();
        assertThat(lab.node.drops(DropReason.MCAST_CLONE_FAIL)).isEqualTo(COPIES);
        assertThat(lab.node.drops(DropReason.CLONED_ORIGINAL)).isOne();
        assertThat(lab.b.receive()).isEmpty();
        packetsShouldBalance();
        refillThePool();
        assertThat(lab.pass(lab.a, FLOOD, lab.b)).containsExactly(FLOOD);
    }

    @Test
    void shouldFragmentAsAWholeOrNotAtAll() {
        final byte[] big = ethernet(ROUTER_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, FAR_UDP, new byte[1480]));
        lab.a.send(big);
        emptyThePool();
        lab.node.settle();
        assertThat(lab.node.drops(DropReason.NO_MEMORY)).isOne();
        assertThat(lab.fabric.receive()).isEmpty();
        packetsShouldBalance();
        refillThePool();
        assertThat(lab.pass(lab.a, big, lab.fabric)).hasSize(2);
        assertThat(lab.node.counters.lcore(0, LcoreCounter.CONSUMED_FRAGMENTED)).isOne();
    }

    @Test
    void shouldNotForgetWhatWaitsForAVerdictWhileThePoolIsEmpty() {
        withPolicy();
        lab.a.send(toPort(80));
        emptyThePool();
        lab.node.settle();
        packetsShouldBalance();
        refillThePool();
        lab.agent.receive();
        lab.a.send(toPort(81));
        lab.node.settle();
        assertThat(lab.agent.receive()).as("the next flow is told of").hasSize(1);
    }

    @Test
    void shouldNamePacketsOfAGuestThatHasItsShareAndGoOnWhenThereIsRoom() {
        withPolicy();
        lab.node.flows.limit().limit(1 << 20);
        final int slots = lab.node.flows.table().reader().layout().slots();
        for (int port = 1; port < slots + 600; port++) {
            lab.a.send(toPort(port));
            lab.node.settle();
            lab.agent.receive();
        }
        assertThat(lab.node.drops(DropReason.FLOW_SHARE)).isPositive();
        assertThat(lab.node.drops(DropReason.FLOW_TABLE_FULL)).isZero();
        assertThat(lab.node.drops(DropReason.MISC)).isZero();
        assertThat(lab.node.ledger().broken()).isEmpty();
        forgetAllFlows();
        final long before = lab.node.drops(DropReason.FLOW_SHARE);
        // What waited for flows that are gone may ask anew.
        lab.node.settle();
        lab.agent.receive();
        lab.a.send(toPort(9));
        lab.node.settle();
        assertThat(lab.agent.receive()).hasSize(1);
        assertThat(lab.node.drops(DropReason.FLOW_SHARE)).isEqualTo(before);
    }

    private void forgetAllFlows() {
        final FlowTable table = lab.node.flows.table();
        final FlowControl control = new FlowControl(table);
        final FlowKeys key = new FlowKeys(1);
        for (int flow = table.reader().nextLive(0);
                flow != FlowTable.NONE;
                flow = table.reader().nextLive(flow + 1)) {
            final int generation = table.generation(flow);
            table.key(flow, key);
            control.set(
                    new FlowRequest(flow, generation, key, FlowTable.NONE, false, FlowSetting.DELETE),
                    FlowContext.nowMs());
            lab.node.lcore.releaseFlow(flow, generation);
        }
        lab.node.settle();
        // The timer gives slots back when the lcore has passed two quiescent points since.
        final FlowAging timer = new FlowAging(table, AgingPolicy.DEFAULT);
        for (int turn = 0; turn < 4; turn++) {
            timer.age(FlowContext.nowMs(), 1);
            lab.node.lcore.cycle();
        }
        lab.fabric.receive();
    }

    private static byte[] toPort(final int port) {
        return ethernet(ROUTER_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, FAR_UDP, udp(1000, port, new byte[20])));
    }

    private void withPolicy() {
        final Vif a = lab.node.tables.vif(A);
        lab.node.tables.putVif(new Vif(
                A,
                a.type(),
                a.transport(),
                a.name(),
                a.vrf(),
                a.mcastVrf(),
                Vif.FLAG_POLICY,
                a.mac(),
                a.ip(),
                a.mtu(),
                BridgedNode.A_ROUTED,
                a.osIndex(),
                a.crossConnect()));
        assertThat(lab.node.tables.nexthop(BridgedNode.A_ROUTED).type).isEqualTo(Nexthop.TYPE_ENCAP);
    }
}
