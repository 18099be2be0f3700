// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import net.vireo.cli.doctor.check.LcoreTraffic;
import net.vireo.cli.doctor.check.NodeSettings;
import net.vireo.cli.doctor.check.PortFacts;
import net.vireo.cli.doctor.check.QueueFacts;
import net.vireo.cli.doctor.check.VifFacts;
import net.vireo.sandesh.Field;
import net.vireo.sandesh.VireoNode;
import net.vireo.sandesh.VireoQueue;
import net.vireo.sandesh.VrInterface;
import net.vireo.vrouter.table.Vif;

/** What an interface did between two looks. One that was not there before has done all of it since. */
record VifDifference(Sample before, Sample after, IntFunction<String> names) {
    private static final VrInterface ABSENT = new VrInterface();

    VifFacts facts(final int index) {
        final VrInterface vif = after.vifs().get(index);
        final VrInterface then = before.vifs().getOrDefault(index, ABSENT);
        final VifFacts.Kind kind = kind(vif.value(VrInterface.TYPE));
        final String name = names.apply(index).isEmpty() ? vif.value(VrInterface.NAME) : names.apply(index);
        return new VifFacts(
                "vif0/" + index + (name.isEmpty() ? "" : " (" + name + ")"),
                kind,
                kind == VifFacts.Kind.GUEST && vif.value(VrInterface.TRANSPORT) == Vif.TRANSPORT_PMD,
                vif.value(VrInterface.MTU),
                new PortFacts(
                        grown(then, vif, VrInterface.PORT_OPACKETS),
                        grown(then, vif, VrInterface.PORT_OERRORS),
                        grown(then, vif, VrInterface.PORT_OSYSCALLS)),
                kind == VifFacts.Kind.GUEST ? queues(after.queues().get(index)) : QueueFacts.UNKNOWN,
                lcores(index, isBalanced(kind)));
    }

    /** @param map null when the vif has no device */
    private static QueueFacts queues(final VireoQueue map) {
        if (map == null) {
            return QueueFacts.UNKNOWN;
        }
        final int[] lcores = map.value(VireoQueue.RX_LCORES);
        final byte[] enabled = map.value(VireoQueue.RX_ENABLED);
        final List<Integer> pollers = new ArrayList<>();
        final List<Integer> unserved = new ArrayList<>();
        for (int queue = 0; queue < Math.min(lcores.length, enabled.length); queue++) {
            if (enabled[queue] != 0 && lcores[queue] == VireoQueue.NONE) {
                unserved.add(queue);
            } else if (enabled[queue] != 0) {
                pollers.add(lcores[queue]);
            }
        }
        return new QueueFacts(pollers, unserved, (int) Arrays.stream(map.value(VireoQueue.TX_QUEUES))
                .filter(queue -> queue != VireoQueue.NONE)
                .distinct()
                .count());
    }

    private static VifFacts.Kind kind(final int type) {
        return switch (type) {
            case Vif.TYPE_PHYSICAL -> VifFacts.Kind.FABRIC;
            case Vif.TYPE_VIRTUAL -> VifFacts.Kind.GUEST;
            default -> VifFacts.Kind.OTHER;
        };
    }

    /** Whether what an lcore polls and what it processes are counted apart: else they are the same. */
    private boolean isBalanced(final VifFacts.Kind kind) {
        return kind != VifFacts.Kind.OTHER
                && after.lcores().size() > 1
                && !after.node().value(VireoNode.LOAD_BALANCE).equals(NodeSettings.NONE);
    }

    private List<LcoreTraffic> lcores(final int index, final boolean balanced) {
        final List<LcoreTraffic> lcores = new ArrayList<>();
        for (final int number : after.lcores()) {
            final VrInterface now =
                    after.vifsOf().getOrDefault(number, Map.of()).getOrDefault(index, ABSENT);
            final VrInterface then =
                    before.vifsOf().getOrDefault(number, Map.of()).getOrDefault(index, ABSENT);
            lcores.add(new LcoreTraffic(
                    number,
                    grown(then, now, balanced ? VrInterface.PORT_IPACKETS : VrInterface.IPACKETS),
                    grown(then, now, VrInterface.IPACKETS),
                    grown(then, now, VrInterface.OPACKETS),
                    grown(then, now, VrInterface.OERRORS)));
        }
        return lcores;
    }

    private static long grown(final VrInterface then, final VrInterface now, final Field.OfLong<VrInterface> counter) {
        return TwoLooks.grown(then.value(counter), now.value(counter));
    }
}
