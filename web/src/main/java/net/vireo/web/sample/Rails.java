// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.sample;

import java.util.ArrayList;
import java.util.List;
import net.vireo.cli.doctor.Sample;
import net.vireo.sandesh.Field;
import net.vireo.sandesh.VrInterface;
import net.vireo.web.model.Identity;
import net.vireo.web.model.Rail;

/** The counters that a packet passes (deck p78, p79), all of one answer, so that they belong together. */
final class Rails {
    private static final VrInterface ABSENT = new VrInterface();

    /** How long counters of the same packet may be apart: those of a device are copied four times a second. */
    private static final double SECONDS_ON_THE_WAY = 0.3;

    /** Packets in rings and bursts, however slowly they come. */
    private static final long PACKETS_ON_THE_WAY = 64;

    private record Named(String name, Field.OfLong<VrInterface> field, boolean ofCard) {
        Named(final String name, final Field.OfLong<VrInterface> field) {
            this(name, field, false);
        }
    }

    private static final List<Named> NAMED = List.of(
            new Named("RX device", VrInterface.DEV_IPACKETS, true),
            new Named("RX port", VrInterface.PORT_IPACKETS),
            new Named("RX queue", VrInterface.QUEUE_IPACKETS),
            new Named("RX queue errors", VrInterface.QUEUE_IERRORS),
            new Named("RX packets", VrInterface.IPACKETS),
            new Named("TX packets", VrInterface.OPACKETS),
            new Named("TX queue", VrInterface.QUEUE_OPACKETS),
            new Named("TX queue errors", VrInterface.QUEUE_OERRORS),
            new Named("TX port", VrInterface.PORT_OPACKETS),
            new Named("TX port errors", VrInterface.PORT_OERRORS),
            new Named("TX device", VrInterface.DEV_OPACKETS, true),
            // Not on the packet's way, but what it costs: how often the kernel, or a guest, was called.
            new Named("RX port syscalls", VrInterface.PORT_ISYSCALLS),
            new Named("TX port syscalls", VrInterface.PORT_OSYSCALLS));

    private final Sample base;
    private final Sample before;
    private final Sample after;
    private final Rate rate;

    /** @param base the first look at this process: identities are of what came since */
    Rails(final Sample base, final Sample before, final Sample after) {
        this.base = base;
        this.before = before;
        this.after = after;
        rate = Rate.between(before.timeNs(), after.timeNs());
    }

    List<Rail> of(final int vif) {
        final VrInterface now = after.vifs().get(vif);
        final VrInterface then = before.vifs().getOrDefault(vif, now);
        final List<Rail> rails = new ArrayList<>();
        for (final Named rail : NAMED) {
            final long value = now.value(rail.field());
            rails.add(
                    new Rail(rail.name(), rate.counter(then.value(rail.field()), value), !rail.ofCard() || value != 0));
        }
        return rails;
    }

    List<Identity> identities(final int vif) {
        final long received = grown(vif, VrInterface.PORT_IPACKETS);
        final long taken = grown(vif, VrInterface.IPACKETS);
        final long handed = grown(vif, VrInterface.OPACKETS) + grown(vif, VrInterface.OERRORS);
        final long sent = grown(vif, VrInterface.PORT_OPACKETS);
        return List.of(
                Identity.of(
                        "RX port - RX packets = RX queue errors",
                        received - taken,
                        grown(vif, VrInterface.QUEUE_IERRORS),
                        onTheWay(vif, VrInterface.PORT_IPACKETS)),
                Identity.of(
                        "TX packets - TX port = TX port errors",
                        handed - sent,
                        grown(vif, VrInterface.PORT_OERRORS),
                        onTheWay(vif, VrInterface.OPACKETS)));
    }

    private long onTheWay(final int vif, final Field.OfLong<VrInterface> counter) {
        final long pps = rate.of(
                before.vifs().getOrDefault(vif, ABSENT).value(counter),
                after.vifs().get(vif).value(counter));
        return PACKETS_ON_THE_WAY + Math.round(pps * SECONDS_ON_THE_WAY);
    }

    private long grown(final int vif, final Field.OfLong<VrInterface> counter) {
        return after.vifs().get(vif).value(counter)
                - base.vifs().getOrDefault(vif, ABSENT).value(counter);
    }
}
