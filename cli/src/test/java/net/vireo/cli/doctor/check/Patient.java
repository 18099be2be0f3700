// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.vireo.vrouter.counter.DropReason;

/** A node in good health, with two lcores, a fabric and a guest under traffic, whose facts a test spoils one by one. */
final class Patient {
    static final double SECONDS = 2;

    NodeSettings settings = new NodeSettings(false, "auto", false, false, 51_000_000);
    List<LcoreFacts> lcores = new ArrayList<>(List.of(lcore(10, 0.3), lcore(11, 0.3)));
    VifFacts fabric = new VifFacts(
            "vif0/0 (eth0)",
            VifFacts.Kind.FABRIC,
            false,
            9014,
            new PortFacts(20_000, 0, 700),
            QueueFacts.UNKNOWN,
            List.of(new LcoreTraffic(10, 9000, 9000, 10_000, 0), new LcoreTraffic(11, 11_000, 11_000, 10_000, 0)));
    VifFacts guest = guest(
            new PortFacts(20_000, 3, 40),
            new QueueFacts(List.of(10, 11), List.of(), 2),
            new LcoreTraffic(10, 10_000, 10_000, 9_000, 1),
            new LcoreTraffic(11, 10_000, 10_000, 11_000, 2));
    MachineFacts machine = MachineFacts.UNKNOWN;
    final Map<DropReason, Long> drops = new HashMap<>(Map.of(DropReason.BROADCAST_FROM_GUEST, 12L));
    final Map<String, Long> steps = new HashMap<>();
    final Map<String, Long> unbalanced = new HashMap<>();
    long ringFull;
    long fragmented;

    static LcoreFacts lcore(final int number, final double busyShare) {
        return new LcoreFacts(number, LcoreFacts.ANY_CPU, busyShare, 0.4, 0.02);
    }

    /** A vhost-user guest with an MTU of 1500. */
    static VifFacts guest(final PortFacts port, final QueueFacts queues, final LcoreTraffic... lcores) {
        return new VifFacts("vif0/3 (web)", VifFacts.Kind.GUEST, true, 1514, port, queues, List.of(lcores));
    }

    Patient loadBalance(final String mode) {
        settings = new NodeSettings(settings.pollsBusy(), mode, false, false, settings.poolBytes());
        return this;
    }

    Patient busyPolling(final boolean busy) {
        settings = new NodeSettings(busy, settings.loadBalance(), false, false, settings.poolBytes());
        return this;
    }

    Facts facts() {
        return new Facts(
                SECONDS,
                settings,
                lcores,
                List.of(fabric, guest),
                new TrafficFacts(40_000, drops, steps, ringFull, fragmented, Optional.of(unbalanced)),
                machine);
    }
}
