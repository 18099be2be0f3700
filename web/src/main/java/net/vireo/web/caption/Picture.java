// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.caption;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import net.vireo.web.model.Counter;
import net.vireo.web.model.DropLoad;
import net.vireo.web.model.Handover;
import net.vireo.web.model.LcoreLoad;
import net.vireo.web.model.QueueLoad;
import net.vireo.web.model.Snapshot;
import net.vireo.web.model.TunnelLoad;
import net.vireo.web.model.VifLcoreLoad;
import net.vireo.web.model.VifLoad;

/**
 * What of a node carries traffic, as a drawing shows it: bright or faded. Something is bright when it carries at least a
 * fiftieth of what its like carry together.
 */
final class Picture {
    /** Under this many packets a second a node is idle: it hears neighbours and keeps sessions. */
    private static final long IDLE_PPS = 50;

    private static final double BRIGHT_SHARE = 0.02;

    /** The other direction has less than this share of the packets: acknowledgements have about a third. */
    private static final double ONE_WAY_SHARE = 0.2;

    private final Snapshot snapshot;
    private final List<VifLoad> guests;

    Picture(final Snapshot snapshot) {
        this.snapshot = snapshot;
        guests = ofKind("guest");
    }

    Snapshot snapshot() {
        return snapshot;
    }

    private List<VifLoad> ofKind(final String kind) {
        return snapshot.vifs().stream().filter(vif -> vif.kind().equals(kind)).toList();
    }

    List<VifLoad> guests() {
        return guests;
    }

    Optional<VifLoad> fabric() {
        return ofKind("fabric").stream().findFirst();
    }

    long lcores() {
        return snapshot.lcores().stream()
                .filter(lcore -> lcore.role().equals("forwarding"))
                .count();
    }

    /** Packets a second into guests. */
    long toGuests() {
        return guests.stream().mapToLong(guest -> guest.txPackets().pps()).sum();
    }

    /** Packets a second out of guests. */
    long fromGuests() {
        return guests.stream().mapToLong(guest -> guest.rxPackets().pps()).sum();
    }

    /** Packets a second of the node's own host. */
    long ofHost() {
        return ofKind("host").stream().mapToLong(Picture::both).sum();
    }

    /** Packets a second between data plane and agent. */
    long ofAgent() {
        return ofKind("agent").stream().mapToLong(Picture::both).sum();
    }

    long ofFabric() {
        return fabric().map(Picture::both).orElse(0L);
    }

    private static long both(final VifLoad vif) {
        return vif.rxPackets().pps() + vif.txPackets().pps();
    }

    boolean isIdle() {
        return toGuests() + fromGuests() + ofHost() + ofAgent() < IDLE_PPS;
    }

    /** Mostly from the fabric to guests. */
    boolean isInward() {
        return toGuests() > 0 && fromGuests() < ONE_WAY_SHARE * (toGuests() + fromGuests()) && crosses();
    }

    /** Mostly from guests to the fabric. */
    boolean isOutward() {
        return fromGuests() > 0 && toGuests() < ONE_WAY_SHARE * (toGuests() + fromGuests()) && crosses();
    }

    /** Guests' traffic in both directions over the fabric. */
    boolean isBothWays() {
        return toGuests() > 0 && fromGuests() > 0 && !isInward() && !isOutward() && crosses();
    }

    /** Whether guests' traffic goes over the fabric, or stays in the node. */
    private boolean crosses() {
        return ofFabric() > BRIGHT_SHARE * (toGuests() + fromGuests());
    }

    boolean isLocal() {
        return toGuests() > 0 && fromGuests() > 0 && !crosses();
    }

    /** The guest with the most. */
    Optional<VifLoad> busiestGuest() {
        return guests.stream().filter(guest -> both(guest) > 0).max(Comparator.comparingLong(Picture::both));
    }

    List<VifLoad> brightGuests() {
        final double least = BRIGHT_SHARE * (toGuests() + fromGuests());
        return guests.stream()
                .filter(guest -> both(guest) > 0 && both(guest) >= least)
                .toList();
    }

    /** The kind of tunnel that most of what comes in is in. */
    String receivedKind() {
        return most(TunnelLoad::received);
    }

    private String most(final Function<TunnelLoad, Counter> counter) {
        return snapshot.tunnels().stream()
                .filter(tunnel -> counter.apply(tunnel).pps() > 0)
                .max(Comparator.comparingLong(tunnel -> counter.apply(tunnel).pps()))
                .map(TunnelLoad::kind)
                .orElse("");
    }

    /** Networks whose packets go into tunnels now. */
    Set<String> networksInTunnels() {
        final Set<String> networks = new TreeSet<>();
        final long all = snapshot.tunnels().stream()
                .mapToLong(tunnel -> tunnel.sent().pps())
                .sum();
        snapshot.tunnels().stream()
                .filter(tunnel -> !tunnel.network().isEmpty()
                        && tunnel.sent().pps() > 0
                        && tunnel.sent().pps() >= BRIGHT_SHARE * all)
                .forEach(tunnel -> networks.add(tunnel.network()));
        return networks;
    }

    static Set<Integer> pollers(final VifLoad vif) {
        return bright(vif, VifLcoreLoad::polled);
    }

    static Set<Integer> processors(final VifLoad vif) {
        return bright(vif, VifLcoreLoad::processed);
    }

    static Set<Integer> senders(final VifLoad vif) {
        return bright(vif, VifLcoreLoad::sent);
    }

    /** The lcores that have a share in it. */
    private static Set<Integer> bright(final VifLoad vif, final Function<VifLcoreLoad, Counter> counter) {
        final long all = vif.perLcore().stream()
                .mapToLong(lcore -> counter.apply(lcore).pps())
                .sum();
        final Set<Integer> lcores = new TreeSet<>();
        for (final VifLcoreLoad lcore : vif.perLcore()) {
            final long pps = counter.apply(lcore).pps();
            if (pps > 0 && pps >= BRIGHT_SHARE * all) {
                lcores.add(lcore.lcore());
            }
        }
        return lcores;
    }

    /** Whether lcores process what others polled of an interface. */
    static boolean isHandedOver(final VifLoad vif) {
        final long taken =
                vif.perLcore().stream().mapToLong(lcore -> lcore.taken().pps()).sum();
        final long polled =
                vif.perLcore().stream().mapToLong(lcore -> lcore.polled().pps()).sum();
        return taken > 0 && taken >= BRIGHT_SHARE * polled;
    }

    boolean isAnythingHandedOver() {
        return snapshot.handovers().stream()
                        .filter(handover -> handover.purpose().equals("process"))
                        .map(Handover::counter)
                        .mapToLong(Counter::pps)
                        .sum()
                > BRIGHT_SHARE
                        * snapshot.lcores().stream().mapToLong(LcoreLoad::pps).sum();
    }

    /** Queues that the guest uses. */
    static long queues(final VifLoad vif) {
        return Math.max(
                1,
                vif.queues().stream()
                        .filter(queue -> queue.direction().equals("rx") && queue.enabled())
                        .count());
    }

    /** Queues that lcores send by. */
    static long sendQueues(final VifLoad vif) {
        return vif.queues().stream()
                .filter(queue -> queue.direction().equals("tx") && queue.served())
                .count();
    }

    /** Queues that the guest uses and nobody polls. */
    static List<Integer> unserved(final VifLoad vif) {
        return vif.queues().stream()
                .filter(queue -> queue.direction().equals("rx") && queue.enabled() && !queue.served())
                .map(QueueLoad::queue)
                .toList();
    }

    /** Packets a second that the device of an interface does not take. */
    static long refusedPps(final VifLoad vif) {
        return vif.rails().stream()
                .filter(rail -> rail.name().equals("TX port errors"))
                .mapToLong(rail -> rail.counter().pps())
                .sum();
    }

    /** Drops a second for any of these reasons. */
    long dropPps(final Set<String> reasons) {
        return snapshot.drops().stream()
                .filter(drop -> reasons.contains(drop.reason()))
                .map(DropLoad::counter)
                .mapToLong(Counter::pps)
                .sum();
    }
}
