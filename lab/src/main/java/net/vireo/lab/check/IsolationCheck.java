// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.vireo.lab.capture.Capture;
import net.vireo.lab.capture.LabelledMarker;
import net.vireo.lab.capture.Marker;
import net.vireo.lab.topology.Family;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.VirtualNetwork;
import net.vireo.lab.traffic.Flood;
import net.vireo.lab.traffic.PingResult;
import net.vireo.lab.traffic.Pinger;

/**
 * A tenant cannot reach the other: not by an address that only the other has, and not by flooding with forged sources,
 * tags, labels and tunnel headers. No guest sees a packet of the other tenant, none sees a forged one, and no packet of
 * the attacker is on the fabric under a label of the other tenant. That the captures would see them is shown by the
 * attacker's honest packets, which its own neighbour receives.
 *
 * @param attacker the guest that floods
 * @param neighbour a guest of the same tenant on another node, which the honest part of the flood reaches
 * @param forbidden a guest whose address only the other tenant has
 */
public record IsolationCheck(Guest attacker, Guest neighbour, Guest forbidden) implements Check {
    private static final int ROUNDS = 40;
    private static final int PINGS = 2;

    @Override
    public String title() {
        return attacker.network() + " cannot reach " + forbidden.network() + ", flood from " + attacker.name();
    }

    @Override
    public Outcome run(final RunningLab lab) throws InterruptedException {
        final VirtualNetwork other = lab.topology().network(forbidden.network());
        final List<Watch> watches = new ArrayList<>();
        final LabelledMarker own =
                new LabelledMarker(Flood.ownText(attacker), lab.topology().tunnelIds(other));
        final LabelledMarker forged =
                new LabelledMarker(Flood.forgedText(attacker), lab.topology().tunnelIds(other));
        final long sent;
        final PingResult ping;
        try (Capture fabric = Capture.open(
                lab.files().space(lab.fabricPoint().space()), lab.fabricPoint().link(), List.of(own, forged), true)) {
            for (final Guest guest : lab.topology().guests()) {
                if (!guest.equals(attacker)) {
                    watches.add(Watch.open(lab, guest, attacker));
                }
            }
            ping = Pinger.ping(lab.place(attacker), forbidden.address(Family.IPV4), PINGS);
            sent = Flood.send(lab.space(attacker), Flood.frames(lab.topology(), attacker), ROUNDS);
            fabric.tally();
        } finally {
            watches.forEach(Watch::close);
        }
        final long strangers = watches.stream()
                .filter(watch -> !watch.guest.network().equals(attacker.network()))
                .mapToLong(watch -> watch.own.seen())
                .sum();
        final long forgeries =
                watches.stream().mapToLong(watch -> watch.forged.seen()).sum();
        final long honest = watches.stream()
                .filter(watch -> watch.guest.equals(neighbour))
                .mapToLong(watch -> watch.own.seen())
                .sum();
        final long mislabelled = own.seen() + forged.seen();
        return new Outcome(
                ping.silent() && sent > 0 && honest > 0 && strangers == 0 && forgeries == 0 && mislabelled == 0,
                "ping " + forbidden.address(Family.IPV4) + ": " + ping.summary() + "; flood of " + sent + " frames",
                strangers + " seen by " + forbidden.network() + ", " + forgeries + " forged ones by anyone, "
                        + mislabelled + " under its labels or VNI; " + honest + " honest ones by " + neighbour.name(),
                Map.of(
                        "pingReceived", ping.received(),
                        "flooded", sent,
                        "seenByOtherTenant", strangers,
                        "forgedSeen", forgeries,
                        "underForeignLabel", mislabelled,
                        "honestSeenByNeighbour", honest));
    }

    /** A capture at one guest that counts the attacker's packets. */
    private record Watch(Guest guest, Marker own, Marker forged, Capture capture) {
        static Watch open(final RunningLab lab, final Guest guest, final Guest attacker) {
            final Marker own = new Marker(Flood.ownText(attacker));
            final Marker forged = new Marker(Flood.forgedText(attacker));
            return new Watch(
                    guest, own, forged, Capture.open(lab.space(guest), Guest.LINK, List.of(own, forged), true));
        }

        void close() {
            capture.close();
        }
    }
}
