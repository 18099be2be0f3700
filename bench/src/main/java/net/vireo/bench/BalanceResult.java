// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What one data plane did with the packets of a guest that has one queue.
 *
 * @param mode how it was started
 * @param packetsPerSecond that came out while as many went in as it took
 * @param waitsNs of single packets, from one guest's ring to the other's, sorted
 * @param handedOver packets that passed a ring between lcores
 * @param handoversLost packets that found such a ring full
 */
record BalanceResult(String mode, double packetsPerSecond, long[] waitsNs, long handedOver, long handoversLost) {
    private static final double MICROSECOND = 1000;

    BalanceResult {
        waitsNs = waitsNs.clone();
        Arrays.sort(waitsNs);
    }

    /** Of single packets: so many of a hundred waited no longer, microseconds. */
    double waitUs(final double percent) {
        final int at = (int) Math.min(waitsNs.length - 1L, Math.round(percent / 100 * waitsNs.length));
        return waitsNs[at] / MICROSECOND;
    }

    /** The one in the middle by a round's rate. */
    static BalanceResult median(final List<BalanceResult> rounds) {
        return rounds.stream()
                .sorted((a, b) -> Double.compare(a.packetsPerSecond, b.packetsPerSecond))
                .toList()
                .get(rounds.size() / 2);
    }

    static String heading() {
        return "model               Mpps   p50 us   p99 us  p99.9 us   handed over   ring full";
    }

    String row() {
        return String.format(
                Locale.ROOT,
                "%-17s %6.3f %8.1f %8.1f %9.1f %13d %11d",
                mode,
                packetsPerSecond / 1e6,
                waitUs(50),
                waitUs(99),
                waitUs(99.9),
                handedOver,
                handoversLost);
    }

    String json() {
        return String.format(
                Locale.ROOT,
                "{\"model\": \"%s\", \"packetsPerSecond\": %.0f, \"p50Us\": %.2f, \"p99Us\": %.2f, \"p999Us\": %.2f,"
                        + " \"handedOver\": %d, \"ringFull\": %d}",
                mode,
                packetsPerSecond,
                waitUs(50),
                waitUs(99),
                waitUs(99.9),
                handedOver,
                handoversLost);
    }
}
