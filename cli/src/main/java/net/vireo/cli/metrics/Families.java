// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.metrics;

import java.util.List;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.PortCounter;
import net.vireo.vrouter.counter.VifCounter;

/** Names of metrics. They are an interface: dashboards and alerts are written against them. */
final class Families {
    /** What each lcore's loop counts. */
    static final List<LcoreCounter> LOOP = List.of(
            LcoreCounter.RECEIVED,
            LcoreCounter.TRANSMITTED,
            LcoreCounter.CYCLES,
            LcoreCounter.BUSY_CYCLES,
            LcoreCounter.SLEEPS,
            LcoreCounter.TIMED_BUSY_CYCLES,
            LcoreCounter.TIMED_BUSY_PACKETS,
            LcoreCounter.TIMED_BUSY_NS,
            LcoreCounter.TIMED_IDLE_CYCLES,
            LcoreCounter.TIMED_IDLE_NS);

    private Families() {}

    static String name(final VifCounter counter) {
        return "vireo_vif_"
                + switch (counter) {
                    case RX_PACKETS -> "receive_packets";
                    case RX_BYTES -> "receive_bytes";
                    case RX_ERRORS -> "receive_errors";
                    case TX_PACKETS -> "transmit_packets";
                    case TX_BYTES -> "transmit_bytes";
                    case TX_ERRORS -> "transmit_errors";
                    case DROPS -> "dropped_packets";
                }
                + "_total";
    }

    static String help(final VifCounter counter) {
        return switch (counter) {
            case RX_PACKETS -> "Packets that came in on an interface.";
            case RX_BYTES -> "Bytes of packets that came in, Ethernet headers included.";
            case RX_ERRORS -> "Packets that came in and were malformed.";
            case TX_PACKETS -> "Packets that left by an interface.";
            case TX_BYTES -> "Bytes of packets that left, Ethernet headers included.";
            case TX_ERRORS -> "Packets that the interface's device refused.";
            case DROPS -> "Packets that came in on an interface and were dropped, whatever the reason.";
        };
    }

    static String name(final PortCounter counter) {
        return "vireo_port_"
                + switch (counter) {
                    case RX_PACKETS -> "receive_packets";
                    case RX_ERRORS -> "receive_errors";
                    case RX_NO_BUFFERS -> "receive_no_buffers";
                    case RX_SYSCALLS -> "receive_syscalls";
                    case TX_PACKETS -> "transmit_packets";
                    case TX_ERRORS -> "transmit_errors";
                    case TX_SYSCALLS -> "transmit_syscalls";
                }
                + "_total";
    }

    static String help(final PortCounter counter) {
        return switch (counter) {
            case RX_PACKETS -> "Packets that the device behind an interface gave.";
            case RX_ERRORS -> "Frames that were refused before they were packets: damaged, too long, device gone.";
            case RX_NO_BUFFERS -> "Frames that found no buffer.";
            case RX_SYSCALLS -> "System calls to receive.";
            case TX_PACKETS -> "Packets that the device took.";
            case TX_ERRORS -> "Packets that the device did not take.";
            case TX_SYSCALLS -> "System calls to transmit.";
        };
    }

    static String name(final LcoreCounter counter) {
        return "vireo_lcore_"
                + switch (counter) {
                    case RECEIVED -> "receive_packets";
                    case TRANSMITTED -> "transmit_packets";
                    case CYCLES -> "cycles";
                    case BUSY_CYCLES -> "busy_cycles";
                    case SLEEPS -> "sleeps";
                    case TIMED_BUSY_CYCLES -> "timed_busy_cycles";
                    case TIMED_BUSY_PACKETS -> "timed_packets";
                    case TIMED_BUSY_NS -> "timed_busy_nanoseconds";
                    case TIMED_IDLE_CYCLES -> "timed_idle_cycles";
                    case TIMED_IDLE_NS -> "timed_idle_nanoseconds";
                    default -> throw new IllegalArgumentException("no metric for " + counter);
                }
                + "_total";
    }

    static String help(final LcoreCounter counter) {
        return switch (counter) {
            case RECEIVED -> "Packets that an lcore took in.";
            case TRANSMITTED -> "Packets that left from an lcore.";
            case CYCLES -> "Rounds of an lcore's loop.";
            case BUSY_CYCLES -> "Rounds of an lcore's loop that had something to do.";
            case SLEEPS -> "Times that an lcore went to sleep for want of work.";
            case TIMED_BUSY_CYCLES -> "Busy rounds that were timed, one round in 64 being timed.";
            case TIMED_BUSY_PACKETS -> "Packets received in timed rounds.";
            case TIMED_BUSY_NS -> "Nanoseconds that timed busy rounds took.";
            case TIMED_IDLE_CYCLES -> "Timed rounds that found nothing.";
            case TIMED_IDLE_NS -> "Nanoseconds that timed rounds took that found nothing.";
            default -> throw new IllegalArgumentException("no metric for " + counter);
        };
    }
}
