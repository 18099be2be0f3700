// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.path;

import java.util.ArrayList;
import java.util.List;
import net.vireo.cli.walk.Step;

/** A packet's walk through one node. Filled by one thread. */
final class Hop {
    /** There is no hop that a frame goes on to: it left for a guest, or for somebody unknown. */
    static final int NOWHERE = -1;

    /** What cannot be told. */
    static final int UNKNOWN = -1;

    /**
     * A frame that left.
     *
     * @param packet which packet of the walk
     * @param vif by which it left
     * @param nextHop the index of the hop at which it arrives, or {@link #NOWHERE}
     */
    record Sent(int packet, int vif, int lengthBytes, int nextHop) {}

    private final RouterNode node;
    private final int vif;
    private final int queue;
    private final int poller;
    private final int lcore;
    private final String packet;
    private final byte[] steps;
    private final int assumedFrom;
    private final List<Step> walk;
    private final List<Sent> sent = new ArrayList<>();

    /**
     * @param vif where it came in
     * @param queue, poller, lcore {@link #UNKNOWN} where they cannot be told
     * @param packet in words
     * @param assumedFrom the step from which on an agent's verdict is assumed, or less than 0
     */
    Hop(
            final RouterNode node,
            final int vif,
            final int queue,
            final int poller,
            final int lcore,
            final String packet,
            final byte[] steps,
            final int assumedFrom) {
        this.node = node;
        this.vif = vif;
        this.queue = queue;
        this.poller = poller;
        this.lcore = lcore;
        this.packet = packet;
        this.steps = steps.clone();
        this.assumedFrom = assumedFrom;
        walk = Step.decode(steps);
    }

    RouterNode node() {
        return node;
    }

    int vif() {
        return vif;
    }

    int queue() {
        return queue;
    }

    int poller() {
        return poller;
    }

    int lcore() {
        return lcore;
    }

    String packet() {
        return packet;
    }

    byte[] steps() {
        return steps.clone();
    }

    List<Step> walk() {
        return walk;
    }

    /** Whether a step rests on an assumed verdict. */
    boolean isAssumed(final int step) {
        return assumedFrom >= 0 && step >= assumedFrom;
    }

    boolean assumes() {
        return assumedFrom >= 0;
    }

    List<Sent> sent() {
        return sent;
    }

    /** Steps in which a packet left by a vif's device, in their order. */
    List<Step> departures() {
        return walk.stream()
                .filter(step -> step.left() && step.transmitVif() >= 0)
                .toList();
    }

    /** Where the packet was processed, in words. */
    String place() {
        if (lcore == UNKNOWN) {
            return "lcore not known beforehand";
        }
        final String from = queue == UNKNOWN ? "" : "queue " + queue + ", ";
        return poller == UNKNOWN || poller == lcore
                ? from + "lcore " + lcore
                : from + "polled by lcore " + poller + ", processed by lcore " + lcore;
    }
}
