// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.counter;

import net.vireo.vrouter.counter.Ledger.Side;

/**
 * What each lcore counts for itself. Those with a {@link Side} are terms of the {@link Ledger}; the others describe the
 * loop. The ordinal is the position in the lcore's row of the counter file.
 */
public enum LcoreCounter {
    /** Packets that receive queues gave to this lcore. */
    RECEIVED(Side.IN, "received"),
    /** ARP replies that the router made for guests. */
    BORN_ARP_REPLY(Side.BIRTH, "ARP replies made"),
    /** ICMP errors that the router made for guests. */
    BORN_ICMP_ERROR(Side.BIRTH, "ICMP errors made"),
    /** Copies: for the members of a multicast group, for mirrors, for the agent. */
    BORN_COPY(Side.BIRTH, "copies made"),
    /** Packets that transmit queues took from this lcore. */
    TRANSMITTED(Side.OUT, "transmitted"),
    /** Packets that wait in this lcore's transmit batches. A level, not a count. */
    HELD(Side.HELD, "held"),
    /** ARP requests of guests that were used up by answering them. */
    CONSUMED_ARP_REQUEST(Side.CONSUMPTION, "ARP requests answered"),

    /** Packets received by vifs whose index another vif took over since. */
    CLEARED_VIF_RECEIVED(Side.NONE, "received by cleared vifs"),
    /** Packets transmitted by vifs whose index another vif took over since. */
    CLEARED_VIF_TRANSMITTED(Side.NONE, "transmitted by cleared vifs"),
    /** Drops of vifs whose index another vif took over since. */
    CLEARED_VIF_DROPS(Side.NONE, "drops of cleared vifs"),

    /** ICMP errors that were not made because the pool was empty. */
    ICMP_ERROR_NO_BUFFER(Side.NONE, "ICMP errors without a buffer"),
    /** Packets handed to the agent; they are transmitted on its vif. */
    TRAPPED(Side.NONE, "trapped to the agent"),
    /** Packets whose copy for the agent found no buffer. */
    TRAP_NO_BUFFER(Side.NONE, "not trapped for want of a buffer"),
    /** Packets that waited inside the graph, for a verdict or a first fragment. */
    WAITED(Side.NONE, "waited inside"),
    /** Packets that sub-interfaces received; their parents count them too. */
    SUB_INTERFACE_RECEIVED(Side.NONE, "received by sub-interfaces"),
    /** Packets that left by sub-interfaces; their parents count them too. */
    SUB_INTERFACE_TRANSMITTED(Side.NONE, "transmitted by sub-interfaces"),
    /** Cycles of the loop. */
    CYCLES(Side.NONE, "cycles"),
    /** Cycles that moved a packet or ran a command. */
    BUSY_CYCLES(Side.NONE, "busy cycles"),
    /** Times the lcore went to sleep on its descriptors. */
    SLEEPS(Side.NONE, "sleeps"),
    /** Buffers in this lcore's pool cache. A level, not a count. */
    POOL_CACHED(Side.NONE, "buffers cached"),

    /** Fragments made of packets that did not fit their tunnel. */
    BORN_FRAGMENT(Side.BIRTH, "fragments made"),
    /** Packets that were used up by cutting them into fragments. */
    CONSUMED_FRAGMENTED(Side.CONSUMPTION, "packets fragmented"),
    /** Long packets made by merging, for receivers that take them. */
    BORN_MERGED(Side.BIRTH, "long packets made by merging"),
    /** Packets that were used up by merging them into long ones. */
    CONSUMED_MERGED(Side.CONSUMPTION, "packets merged"),
    /** Copies for mirrors that were not made because the pool was empty. */
    MIRROR_NO_BUFFER(Side.NONE, "mirror copies without a buffer"),
    /** Packets that were inside when the data plane was killed; its successor counts them as it takes over. */
    LOST_IN_RESTART(Side.CONSUMPTION, "lost when the data plane was killed"),
    /** ICMP errors that were not made because there were too many. */
    ICMP_ERROR_LIMITED(Side.NONE, "ICMP errors over the limit"),
    /** Packets handed to the lcore that sends by a port where this one has no queue. */
    HANDED_OVER(Side.OUT, "handed over to be sent"),
    /** Packets taken over from lcores that have no queue of a port where this one has. */
    TAKEN_OVER(Side.IN, "taken over to be sent"),
    /** Those of {@link #TRANSMITTED} that were taken over: the lcore that handed them over counts them for the vif. */
    TRANSMITTED_FOR_OTHERS(Side.NONE, "transmitted for other lcores"),

    /** Busy cycles among those that were timed: one cycle in {@link DutyCycle#CYCLES_PER_TIMED} is. */
    TIMED_BUSY_CYCLES(Side.NONE, "timed busy cycles"),
    /** Packets that receive queues gave in timed cycles. */
    TIMED_BUSY_PACKETS(Side.NONE, "packets in timed cycles"),
    /** Nanoseconds that timed busy cycles took. */
    TIMED_BUSY_NS(Side.NONE, "ns of timed busy cycles"),
    /** Cycles among the timed ones that moved nothing. */
    TIMED_IDLE_CYCLES(Side.NONE, "timed idle cycles"),
    /** Nanoseconds that timed idle cycles took. */
    TIMED_IDLE_NS(Side.NONE, "ns of timed idle cycles"),
    /** The longest of the timed cycles since the start, nanoseconds. A level, not a count. */
    LONGEST_TIMED_NS(Side.NONE, "longest timed cycle, ns"),

    /** Probes that {@code vireo trace --send} put in on a guest's behalf. */
    BORN_PROBE(Side.BIRTH, "probes sent by a trace"),
    /** Probes that ended before a guest or the host got them, and answers to them. */
    CONSUMED_PROBE(Side.CONSUMPTION, "probes ended before their guest");

    private final Side side;
    private final String label;

    LcoreCounter(final Side side, final String label) {
        this.side = side;
        this.label = label;
    }

    public Side side() {
        return side;
    }

    /** Words for a table. */
    public String label() {
        return label;
    }

    /** Position in its row of the counter file: the order of declaration, to which new constants are appended. */
    @SuppressWarnings("EnumOrdinal") // the order of declaration is the file's format
    public int position() {
        return ordinal();
    }
}
