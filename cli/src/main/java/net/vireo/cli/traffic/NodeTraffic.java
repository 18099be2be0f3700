// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.traffic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.ledger.Balance;
import net.vireo.cli.show.QueueView;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoLedger;
import net.vireo.sandesh.VireoNode;
import net.vireo.sandesh.VireoQueue;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrouterClient;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.Snapshot;
import net.vireo.vrouter.counter.VifCounter;

/**
 * Where a node's packets went.
 *
 * @param loadBalance how polled packets are spread over lcores, in a word
 * @param drops by reason; only reasons that occurred
 * @param refusedAfterHandover packets that an lcore counted out as it handed them to the one that sends, and that the device
 *     then refused: they are drops too
 * @param settled whether no packet came while all of this was read, so that its parts agree to the packet
 */
record NodeTraffic(
        String loadBalance,
        List<VifTraffic> vifs,
        List<LcoreTraffic> lcores,
        Map<DropReason, Long> drops,
        Balance ledger,
        long refusedAfterHandover,
        boolean settled) {
    /** How often all is read again because packets came meanwhile: an idle node hears one now and then. */
    private static final int LOOKS = 5;

    NodeTraffic {
        vifs = List.copyOf(vifs);
        lcores = List.copyOf(lcores);
    }

    /** Asks the data plane and reads its counters. */
    static NodeTraffic take(final VrouterClient client, final CounterFile counters) {
        NodeTraffic traffic = look(client, counters);
        for (int look = 1; look < LOOKS && !traffic.settled; look++) {
            traffic = look(client, counters);
        }
        return traffic;
    }

    private static NodeTraffic look(final VrouterClient client, final CounterFile counters) {
        client.request(new VireoLedger().op(SandeshOp.GET));
        final Snapshot snapshot = counters.snapshot();
        final List<Integer> numbers = new ArrayList<>();
        for (int lcore = 0; lcore < counters.lcoreCount(); lcore++) {
            numbers.add(counters.lcoreNumber(lcore));
        }
        final Balance ledger = Balance.of(snapshot, numbers);
        final Map<DropReason, Long> drops = new LinkedHashMap<>();
        for (final DropReason reason : DropReason.values()) {
            long sum = 0;
            for (int lcore = 0; lcore < numbers.size(); lcore++) {
                sum += snapshot.drop(lcore, reason);
            }
            if (sum != 0) {
                drops.put(reason, sum);
            }
        }
        final List<VifTraffic> vifs = vifs(client, counters);
        final List<LcoreTraffic> lcores = lcores(client, counters, vifs);
        return new NodeTraffic(
                client.request(new VireoNode().op(SandeshOp.GET))
                        .first(VireoNode.class)
                        .value(VireoNode.LOAD_BALANCE),
                vifs,
                lcores,
                drops,
                ledger,
                refusedAfterHandover(snapshot),
                isStill(counters, snapshot));
    }

    private static long refusedAfterHandover(final Snapshot snapshot) {
        long refused = 0;
        for (int lcore = 0; lcore < snapshot.lcoreCount(); lcore++) {
            refused += snapshot.lcore(lcore, LcoreCounter.TAKEN_OVER)
                    - snapshot.lcore(lcore, LcoreCounter.TRANSMITTED_FOR_OTHERS);
        }
        return refused;
    }

    private static boolean isStill(final CounterFile counters, final Snapshot snapshot) {
        for (int lcore = 0; lcore < counters.lcoreCount(); lcore++) {
            if (counters.lcore(lcore, LcoreCounter.RECEIVED) != snapshot.lcore(lcore, LcoreCounter.RECEIVED)
                    || counters.lcore(lcore, LcoreCounter.TRANSMITTED)
                            != snapshot.lcore(lcore, LcoreCounter.TRANSMITTED)) {
                return false;
            }
        }
        return true;
    }

    private static List<VifTraffic> vifs(final VrouterClient client, final CounterFile counters) {
        final Map<Integer, Long> ringFull = new HashMap<>();
        client.dump(new VrInterface())
                .all(VrInterface.class)
                .forEach(vif -> ringFull.put(vif.value(VrInterface.IDX), vif.value(VrInterface.QUEUE_IERRORS)));
        final List<VifTraffic> vifs = new ArrayList<>();
        for (final VireoQueue object : client.dump(new VireoQueue()).all(VireoQueue.class)) {
            final QueueView view = new QueueView(object);
            final List<VifTraffic.Queue> queues = new ArrayList<>();
            for (int queue = 0; queue < view.count(); queue++) {
                if (view.isShown(queue)) {
                    queues.add(new VifTraffic.Queue(
                            queue,
                            view.lcoreOf(queue),
                            view.reasonOf(queue).text(),
                            view.isEnabled(queue),
                            view.packets(queue)));
                }
            }
            vifs.add(new VifTraffic(
                    view.vif(),
                    view.name(),
                    view.kind(),
                    counters.vif(view.vif(), VifCounter.RX_PACKETS),
                    counters.vif(view.vif(), VifCounter.TX_PACKETS),
                    counters.vif(view.vif(), VifCounter.DROPS),
                    ringFull.getOrDefault(view.vif(), 0L),
                    queues));
        }
        return vifs;
    }

    private static List<LcoreTraffic> lcores(
            final VrouterClient client, final CounterFile counters, final List<VifTraffic> vifs) {
        final GraphSteps steps = new GraphSteps(counters);
        final List<LcoreTraffic> lcores = new ArrayList<>();
        for (int lcore = 0; lcore < counters.lcoreCount(); lcore++) {
            final int number = counters.lcoreNumber(lcore);
            long fromOthers = 0;
            long ringFull = 0;
            for (final VrInterface vif : client.dump(new VrInterface().put(VrInterface.CORE, number + 1))
                    .all(VrInterface.class)) {
                fromOthers += vif.value(VrInterface.QUEUE_IPACKETS);
                ringFull += vif.value(VrInterface.QUEUE_IERRORS);
            }
            final long processed = counters.lcore(lcore, LcoreCounter.RECEIVED);
            final long polled = polled(counters, lcore, number, vifs);
            long dropped = 0;
            for (final DropReason reason : DropReason.values()) {
                dropped += counters.drop(lcore, reason);
            }
            lcores.add(new LcoreTraffic(
                    number,
                    polled,
                    fromOthers,
                    Math.max(0, polled - ringFull - (processed - fromOthers)),
                    ringFull,
                    processed,
                    steps.outOfTunnels(lcore),
                    steps.intoTunnels(lcore),
                    dropped));
        }
        return lcores;
    }

    /** Where a device does not count by queue, nothing is handed over either: what came is what was polled. */
    private static long polled(
            final CounterFile counters, final int lcore, final int number, final List<VifTraffic> vifs) {
        long polled = 0;
        for (final VifTraffic vif : vifs) {
            if (vif.queues().stream().anyMatch(queue -> queue.packets() == VireoQueue.NONE)) {
                polled += counters.vif(lcore, vif.vif(), VifCounter.RX_PACKETS);
            } else {
                polled += vif.queues().stream()
                        .filter(queue -> queue.lcore() == number)
                        .mapToLong(VifTraffic.Queue::packets)
                        .sum();
            }
        }
        return polled;
    }
}
