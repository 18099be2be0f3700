// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.caption;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import net.vireo.port.balance.LoadBalance;
import net.vireo.vrouter.lcore.QueueMap;
import net.vireo.vrouter.lcore.QueuePlaces;
import net.vireo.vrouter.lcore.QueuePolicy;
import net.vireo.web.model.Counter;
import net.vireo.web.model.DropLoad;
import net.vireo.web.model.Handover;
import net.vireo.web.model.LcoreLoad;
import net.vireo.web.model.LedgerState;
import net.vireo.web.model.QueueLoad;
import net.vireo.web.model.Rail;
import net.vireo.web.model.RssTable;
import net.vireo.web.model.Settings;
import net.vireo.web.model.Snapshot;
import net.vireo.web.model.TunnelLoad;
import net.vireo.web.model.VifLcoreLoad;
import net.vireo.web.model.VifLoad;

/**
 * A node by the rules of the deck's section 2: places of queues by the data plane's own {@link QueueMap}, who processes by
 * the table "who processes a packet". Each flow is a hash; packets of it go where the rules say, and are counted there.
 */
final class RuleRig {
    static final int FIRST_LCORE = 10;
    static final int FABRIC = 0;
    static final int HOST = 1;
    static final int AGENT = 2;
    private static final int FLOW_PPS = 100;
    private static final int GRE_HASH = 5;

    private final int lcores;
    private final LoadBalance mode;
    private final QueueMap map;
    private final Map<Integer, Interface> vifs = new TreeMap<>();
    private final Map<List<Integer>, Long> handovers = new LinkedHashMap<>();
    private final Map<String, Long> received = new TreeMap<>();
    private final Map<List<String>, Long> sentInTunnels = new LinkedHashMap<>();
    private final List<DropLoad> drops = new ArrayList<>();
    private double emptyPercent;

    /** What is counted for one interface. */
    private static final class Interface {
        private final int index;
        private final String name;
        private final String kind;
        private final String network;
        private final QueuePlaces places;
        private final long[] polled;
        private final long[] taken;
        private final long[] processed;
        private final long[] sent;

        /** By the interface's receive queue. */
        private final long[] received;

        private long refused;

        Interface(
                final int index,
                final String name,
                final String kind,
                final String network,
                final QueuePlaces places,
                final int lcores) {
            this.index = index;
            this.name = name;
            this.kind = kind;
            this.network = network;
            this.places = places;
            polled = new long[lcores];
            taken = new long[lcores];
            processed = new long[lcores];
            sent = new long[lcores];
            received = new long[places.count()];
        }
    }

    RuleRig(final int lcores, final LoadBalance mode, final QueuePolicy policy) {
        this.lcores = lcores;
        this.mode = mode;
        map = new QueueMap(lcores, policy);
        add(FABRIC, "fabric", "fabric", "", map.assignFabric(lcores));
        add(HOST, "vhost0", "host", "", map.assign(1, queue -> true));
        map.release(vifs.get(HOST).places);
        add(AGENT, "pkt0", "agent", "", map.assign(1, queue -> true));
        map.release(vifs.get(AGENT).places);
    }

    private void add(
            final int vif, final String name, final String kind, final String network, final QueuePlaces places) {
        vifs.put(vif, new Interface(vif, name, kind, network, places, lcores));
    }

    RuleRig plug(final int vif, final int queues) {
        return plug(vif, queues, "red");
    }

    RuleRig plug(final int vif, final int queues, final String network) {
        add(vif, "vm" + vif, "guest", network, map.assign(queues, queue -> true));
        return this;
    }

    /** Flows over UDP tunnels: the source port carries the flow, receive side scaling spreads, who polls processes. */
    RuleRig udpTo(final int guest, final int flows) {
        for (int flow = 0; flow < flows; flow++) {
            inward("MPLSoUDP", guest, hash(flow) % lcores, hash(flow) % lcores);
        }
        return this;
    }

    /** Flows over GRE between one pair of nodes: one hash for all; the inner flow chooses among the other lcores. */
    RuleRig greTo(final int guest, final int flows) {
        final int poller = GRE_HASH % lcores;
        for (int flow = 0; flow < flows; flow++) {
            inward("MPLSoGRE", guest, poller, processor(hash(flow), poller));
        }
        return this;
    }

    private void inward(final String tunnel, final int guest, final int poller, final int processor) {
        count(vifs.get(FABRIC), poller, poller, processor);
        vifs.get(guest).sent[processor] += FLOW_PPS;
        received.merge(tunnel, (long) FLOW_PPS, Long::sum);
    }

    /** A guest's flows, spread over its queues. Those on a queue that nobody polls go nowhere. */
    RuleRig from(final int guest, final int flows) {
        final Interface vif = vifs.get(guest);
        for (int flow = 0; flow < flows; flow++) {
            final int place = vif.places.lcoreOf(flow % vif.places.count());
            if (place != QueuePlaces.NOT_SERVED) {
                final int processor = processor(hash(flow), place);
                count(vif, flow % vif.places.count(), place, processor);
                vifs.get(FABRIC).sent[processor] += FLOW_PPS;
                sentInTunnels.merge(List.of("MPLSoUDP", vif.network), (long) FLOW_PPS, Long::sum);
            }
        }
        return this;
    }

    /** A guest's flows to another guest of the node. */
    RuleRig local(final int from, final int to, final int flows) {
        final Interface vif = vifs.get(from);
        for (int flow = 0; flow < flows; flow++) {
            final int place = vif.places.lcoreOf(flow % vif.places.count());
            final int processor = processor(hash(flow), place);
            count(vif, flow % vif.places.count(), place, processor);
            vifs.get(to).sent[processor] += FLOW_PPS;
        }
        return this;
    }

    /** The host's packets, in and out by the fabric. */
    RuleRig host(final int flows) {
        for (int flow = 0; flow < flows; flow++) {
            final int lcore = hash(flow) % lcores;
            count(vifs.get(FABRIC), lcore, lcore, lcore);
            vifs.get(HOST).sent[lcore] += FLOW_PPS;
            count(vifs.get(HOST), 0, lcore, lcore);
            vifs.get(FABRIC).sent[lcore] += FLOW_PPS;
        }
        return this;
    }

    /** Copies of first packets to the agent. */
    RuleRig toAgent(final int pps) {
        vifs.get(AGENT).sent[0] += pps;
        return this;
    }

    /** What a guest's ring does not take. */
    RuleRig refused(final int guest, final int pps) {
        vifs.get(guest).refused += pps;
        return this;
    }

    RuleRig dropping(final String reason, final int pps) {
        drops.add(new DropLoad(reason, reason, true, new Counter(pps, pps)));
        return this;
    }

    RuleRig spinning() {
        emptyPercent = 98;
        return this;
    }

    private void count(final Interface vif, final int queue, final int poller, final int processor) {
        vif.received[queue] += FLOW_PPS;
        vif.polled[poller] += FLOW_PPS;
        vif.processed[processor] += FLOW_PPS;
        if (poller != processor) {
            vif.taken[processor] += FLOW_PPS;
            handovers.merge(
                    List.of(vif.index, FIRST_LCORE + poller, FIRST_LCORE + processor), (long) FLOW_PPS, Long::sum);
        }
    }

    /** Section 2: over the others under Contrail's rule, over all by ours, nobody else without load balancing. */
    private int processor(final int hash, final int poller) {
        return switch (mode) {
            case NONE, AUTO -> poller;
            case ALL -> hash % lcores;
            case CONTRAIL, PIPELINE -> {
                final int other = hash % (lcores - 1);
                yield other < poller ? other : other + 1;
            }
        };
    }

    private static int hash(final int flow) {
        return (flow * 0x9e37_79b1 ^ flow >>> 3) >>> 8;
    }

    /** What the console would show of it. */
    Snapshot snapshot() {
        final List<VifLoad> loads = new ArrayList<>();
        vifs.forEach((index, vif) -> loads.add(load(index, vif)));
        return new Snapshot(
                "compute1",
                "192.0.2.1",
                0,
                1,
                200,
                0,
                Settings.of(mode.text(), "all", "adaptive"),
                lcoreLoads(),
                loads,
                handovers.entrySet().stream()
                        .map(way -> new Handover(
                                way.getKey().getFirst(),
                                way.getKey().get(1),
                                way.getKey().getLast(),
                                "process",
                                both(way.getValue()),
                                0))
                        .toList(),
                List.of(),
                tunnels(),
                drops,
                LedgerState.NONE,
                RssTable.NONE,
                List.of());
    }

    Caption caption() {
        return Captions.of(snapshot());
    }

    private List<LcoreLoad> lcoreLoads() {
        final List<LcoreLoad> loads = new ArrayList<>();
        for (int lcore = 0; lcore < lcores; lcore++) {
            long processed = 0;
            long polled = 0;
            for (final Interface vif : vifs.values()) {
                processed += vif.processed[lcore];
                polled += vif.polled[lcore];
            }
            loads.add(new LcoreLoad(
                    FIRST_LCORE + lcore,
                    -1,
                    "forwarding",
                    0,
                    100 - emptyPercent,
                    emptyPercent,
                    0,
                    processed,
                    processed,
                    polled,
                    0,
                    0));
        }
        return loads;
    }

    private VifLoad load(final int index, final Interface vif) {
        final List<QueueLoad> queues = new ArrayList<>();
        for (int queue = 0; queue < vif.places.count(); queue++) {
            final int place = vif.places.lcoreOf(queue);
            final boolean served = place != QueuePlaces.NOT_SERVED;
            queues.add(new QueueLoad(
                    queue,
                    "rx",
                    served ? FIRST_LCORE + place : -1,
                    served,
                    true,
                    vif.places.reasonOf(queue).sentence(),
                    both(vif.received[queue]),
                    -1,
                    true));
        }
        final List<VifLcoreLoad> perLcore = new ArrayList<>();
        for (int lcore = 0; lcore < lcores; lcore++) {
            perLcore.add(new VifLcoreLoad(
                    FIRST_LCORE + lcore,
                    both(vif.polled[lcore]),
                    both(vif.taken[lcore]),
                    both(vif.processed[lcore]),
                    both(vif.sent[lcore]),
                    lcore % vif.places.count(),
                    FIRST_LCORE + lcore));
        }
        new TreeSet<>(perLcore.stream().map(VifLcoreLoad::sendQueue).toList())
                .forEach(queue -> queues.add(
                        new QueueLoad(queue, "tx", FIRST_LCORE, true, true, "", sent(perLcore, queue), -1, true)));
        return new VifLoad(
                index,
                vif.name,
                vif.kind,
                vif.network,
                "vhost-user",
                "",
                "",
                both(Arrays.stream(vif.processed).sum()),
                0,
                both(Arrays.stream(vif.sent).sum()),
                vif.refused,
                Counter.NONE,
                rails(vif),
                List.of(),
                queues,
                perLcore,
                "");
    }

    /** What all lcores that write a queue sent. */
    private static Counter sent(final List<VifLcoreLoad> perLcore, final int queue) {
        return both(perLcore.stream()
                .filter(lcore -> lcore.sendQueue() == queue)
                .mapToLong(lcore -> lcore.sent().pps())
                .sum());
    }

    private static List<Rail> rails(final Interface vif) {
        final long sent = Arrays.stream(vif.sent).sum();
        return List.of(
                new Rail("RX port", both(Arrays.stream(vif.polled).sum()), true),
                new Rail("RX queue", both(Arrays.stream(vif.taken).sum()), true),
                new Rail("RX packets", both(Arrays.stream(vif.processed).sum()), true),
                new Rail("TX packets", both(sent), true),
                new Rail("TX port", both(sent - vif.refused), true),
                new Rail("TX port errors", both(vif.refused), true));
    }

    private List<TunnelLoad> tunnels() {
        final List<TunnelLoad> tunnels = new ArrayList<>();
        received.forEach((kind, pps) -> tunnels.add(new TunnelLoad(kind, "", List.of(), Counter.NONE, both(pps))));
        sentInTunnels.forEach((way, pps) ->
                tunnels.add(new TunnelLoad(way.getFirst(), way.getLast(), List.of(), both(pps), Counter.NONE)));
        return tunnels;
    }

    private static Counter both(final long pps) {
        return new Counter(pps, pps);
    }
}
