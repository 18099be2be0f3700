// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.path;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import net.vireo.cli.text.PacketLine;
import net.vireo.cli.walk.Step;
import net.vireo.sandesh.VireoPredict;
import net.vireo.vrouter.predict.SentFrame;

/** Predicts a walk node by node: what leaves by a tunnel for a node that is known arrives there. */
final class Forecast {
    /** A frame that is flooded visits many nodes; a loop ends here. */
    private static final int MAX_HOPS = 16;

    private static final int IPV4_FRAME_BYTES = 34;

    private final Fleet fleet;
    private final List<Hop> hops = new ArrayList<>();
    private final Deque<Arrival> arrivals = new ArrayDeque<>();

    /** A frame that comes in somewhere. */
    private static final class Arrival {
        private final RouterNode node;
        private final int vif;
        private final int queue;
        private final byte[] frame;

        Arrival(final RouterNode node, final int vif, final int queue, final byte[] frame) {
            this.node = node;
            this.vif = vif;
            this.queue = queue;
            this.frame = frame;
        }
    }

    private Forecast(final Fleet fleet) {
        this.fleet = fleet;
    }

    /** The walk of a frame that a guest sends now. */
    static List<Hop> of(final Fleet fleet, final Sender from, final int queue, final byte[] frame) {
        final Forecast forecast = new Forecast(fleet);
        forecast.arrivals.add(new Arrival(from.node(), from.vif(), queue, frame));
        int next = 1;
        while (!forecast.arrivals.isEmpty()) {
            next = forecast.hop(forecast.arrivals.remove(), next);
        }
        return forecast.hops;
    }

    /** @param next the index of the next hop that somebody arrives at; as many are known already */
    private int hop(final Arrival arrival, final int next) {
        final RouterNode.Foretold foretold = arrival.node.predict(arrival.vif, arrival.queue, arrival.frame);
        final Hop hop = new Hop(
                arrival.node,
                arrival.vif,
                foretold.place().value(VireoPredict.QUEUE),
                foretold.place().value(VireoPredict.POLLER),
                foretold.place().value(VireoPredict.LCORE),
                PacketLine.describe(arrival.frame),
                foretold.prediction().steps(),
                foretold.prediction().assumedFrom());
        hops.add(hop);
        int known = next;
        final List<Step> departures = new ArrayList<>(hop.departures());
        for (final SentFrame sent : foretold.prediction().sent()) {
            final byte[] frame = sent.bytes();
            final Optional<RouterNode> to =
                    hop.node().kind(sent.vif()).equals("fabric") ? fleet.at(destination(frame)) : Optional.empty();
            final boolean goesOn = to.isPresent() && to.get().fabric() >= 0 && known < MAX_HOPS;
            hop.sent()
                    .add(new Hop.Sent(
                            packet(departures, sent.vif()), sent.vif(), frame.length, goesOn ? known : Hop.NOWHERE));
            if (goesOn) {
                known++;
                arrivals.add(new Arrival(to.get(), to.get().fabric(), Hop.UNKNOWN, frame));
            }
        }
        return known;
    }

    /** Frames leave a vif in the order in which the walk says so. */
    private static int packet(final List<Step> departures, final int vif) {
        for (int i = 0; i < departures.size(); i++) {
            if (departures.get(i).transmitVif() == vif) {
                return departures.remove(i).packet();
            }
        }
        return 0;
    }

    /** The destination of an outer IPv4 header, 0 when there is none. */
    private static int destination(final byte[] frame) {
        final ByteBuffer bytes = ByteBuffer.wrap(frame);
        return frame.length >= IPV4_FRAME_BYTES && bytes.getShort(12) == 0x0800 ? bytes.getInt(30) : 0;
    }
}
