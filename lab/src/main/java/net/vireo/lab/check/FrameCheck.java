// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.vireo.lab.capture.Capture;
import net.vireo.lab.capture.Roll;
import net.vireo.lab.capture.Sighting.Other;
import net.vireo.lab.capture.Sighting.Tunnelled;
import net.vireo.lab.capture.Tally;
import net.vireo.lab.topology.ComputeNode;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.Topology;
import net.vireo.lab.traffic.Flood;
import net.vireo.lab.traffic.Frames;

/**
 * Numbered frames in a bridged network reach whom they are for, each once, and nobody else; between nodes they are in
 * the tunnel, under the label of the guest or of the network's broadcast.
 *
 * @param from the guest that sends
 * @param kind what it sends
 * @param to for whom it is: one guest of another node, or all others of the network
 */
public record FrameCheck(Guest from, Kind kind, List<Guest> to) implements Check {
    private static final int COUNT = 20;
    private static final long PATIENCE_NS = 3_000_000_000L;
    private static final int ETHERTYPE_ARP = 0x0806;
    /** An address of every network's prefix that nobody has. */
    private static final int NOBODY = 77;

    /** What kinds of frames are sent. */
    public enum Kind {
        /** Not IP, to one MAC. */
        UNICAST("frames that are not IP", Frames.ETHERTYPE_EXPERIMENT),
        /** Not IP, to all. */
        BROADCAST("broadcast that is not IP", Frames.ETHERTYPE_EXPERIMENT),
        /** ARP requests for an address that no route has: nobody can answer for it, so all are asked. */
        ARP("ARP for an unknown address", ETHERTYPE_ARP);

        private final String title;
        private final int etherType;

        Kind(final String title, final int etherType) {
            this.title = title;
            this.etherType = etherType;
        }
    }

    public FrameCheck {
        to = List.copyOf(to);
    }

    @Override
    public String title() {
        return from.network() + " " + kind.title + ", " + from.name() + " > "
                + (kind == Kind.UNICAST ? to.getFirst().name() : "all");
    }

    private String text() {
        return "of-" + from.name() + "-" + kind.name().charAt(0);
    }

    private byte[] frame(final int number) {
        final String text = Roll.numbered(text(), number);
        return switch (kind) {
            case UNICAST -> Frames.raw(from.mac(), to.getFirst().mac(), text);
            case BROADCAST -> Frames.raw(from.mac(), Frames.BROADCAST_MAC, text);
            case ARP -> Frames.arpRequest(from.mac(), from.address(), from.address() & ~0xff | NOBODY, text);
        };
    }

    @Override
    public Outcome run(final RunningLab lab) throws InterruptedException {
        final List<Watch> watches = new ArrayList<>();
        final Tally before = lab.fabric().tally();
        final long sent;
        final Tally seen;
        try {
            for (final Guest guest : lab.topology().guests()) {
                if (!guest.equals(from)) {
                    watches.add(Watch.open(lab, guest, text()));
                }
            }
            final List<byte[]> frames = new ArrayList<>();
            for (int i = 0; i < COUNT; i++) {
                frames.add(frame(i));
            }
            sent = Flood.send(lab.space(from), frames, 1);
            seen = seen(lab, before);
        } finally {
            watches.forEach(Watch::close);
        }
        final long reached = watches.stream()
                .filter(watch -> to.contains(watch.guest) && watch.roll.eachOnce())
                .count();
        final long strays = watches.stream()
                .filter(watch -> !to.contains(watch.guest))
                .mapToLong(watch -> watch.roll.total())
                .sum();
        final long tunnelled = seen.tunnelled(frame -> isOurs(lab.topology(), frame));
        final long open = kind == Kind.ARP
                ? 0
                : seen.count(sighting -> sighting instanceof Other other && other.etherType() == kind.etherType);
        final long expected = (long) COUNT * remoteNodes(lab.topology()).size();
        return new Outcome(
                sent == COUNT && reached == to.size() && strays == 0 && tunnelled == expected && open == 0,
                sent + " sent; " + reached + " of " + to.size() + " guests got each once, others " + strays,
                tunnelled + " of " + expected + " in " + lab.topology().encap() + ", "
                        + (kind == Kind.UNICAST ? "label or VNI " : "broadcast label or VNI ") + ids(lab.topology())
                        + (open == 0 ? ", 0 outside" : ", " + open + " OUTSIDE"),
                Map.of(
                        "sent", sent,
                        "guestsReachedOnce", reached,
                        "strays", strays,
                        "tunnelled", tunnelled,
                        "inTheOpen", open));
    }

    /** What was on the fabric, as soon as all of it was: data planes that share CPUs with others take their time. */
    private Tally seen(final RunningLab lab, final Tally before) throws InterruptedException {
        final long expected = (long) COUNT * remoteNodes(lab.topology()).size();
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        Tally seen = lab.fabric().tally().since(before);
        while (seen.tunnelled(frame -> isOurs(lab.topology(), frame)) < expected && System.nanoTime() < deadlineNs) {
            seen = lab.fabric().tally().since(before);
        }
        return seen;
    }

    /** One copy of a broadcast goes to each other node with a guest of the network. */
    private List<ComputeNode> remoteNodes(final Topology topology) {
        return topology.nodes().stream()
                .filter(node -> !node.name().equals(from.node())
                        && to.stream().anyMatch(guest -> guest.node().equals(node.name())))
                .toList();
    }

    private int id(final Topology topology, final ComputeNode node) {
        return kind == Kind.UNICAST
                ? topology.tunnelId(to.getFirst())
                : topology.broadcastId(topology.networkOf(from), node);
    }

    private String ids(final Topology topology) {
        return String.join(
                "/",
                remoteNodes(topology).stream()
                        .map(node -> String.valueOf(id(topology, node)))
                        .toList());
    }

    private boolean isOurs(final Topology topology, final Tunnelled frame) {
        final long mac = kind == Kind.UNICAST ? to.getFirst().mac() : Frames.BROADCAST_MAC;
        return frame.encap() == topology.encap()
                && frame.outerSource() == topology.node(from.node()).address()
                && frame.inner().etherType() == kind.etherType
                && frame.inner().mac() == mac
                && remoteNodes(topology).stream()
                        .anyMatch(
                                node -> frame.outerDestination() == node.address() && frame.id() == id(topology, node));
    }

    /** A capture at one guest that counts our frames. */
    private record Watch(Guest guest, Roll roll, Capture capture) {
        static Watch open(final RunningLab lab, final Guest guest, final String text) {
            final Roll roll = new Roll(text, COUNT);
            return new Watch(guest, roll, Capture.open(lab.space(guest), Guest.LINK, List.of(roll), true));
        }

        void close() {
            capture.close();
        }
    }
}
