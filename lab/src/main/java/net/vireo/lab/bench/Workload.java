// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.bench;

import net.vireo.lab.traffic.IperfResult;

/** What is sent. UDP goes up in steps; what counts is the highest rate at which at most one in a hundred is lost. */
enum Workload {
    TCP_1("TCP, 1 stream", 1, 0, "Gbit/s"),
    TCP_4("TCP, 4 streams", 4, 0, "Gbit/s"),
    UDP_64("UDP, 64 B", 0, 64, "kpps"),
    UDP_1400("UDP, 1400 B", 0, 1400, "kpps");

    private static final int[] STEPS = {10_000, 20_000, 40_000, 80_000, 160_000};
    private static final double LOSS_LIMIT_PERCENT = 1;
    private static final int STEP_SECONDS = 1;
    private static final double GIGA = 1e9;
    private static final double KILO = 1e3;

    private final String title;
    private final int streams;
    private final int payloadBytes;
    private final String unit;

    Workload(final String title, final int streams, final int payloadBytes, final String unit) {
        this.title = title;
        this.streams = streams;
        this.payloadBytes = payloadBytes;
        this.unit = unit;
    }

    String title() {
        return title;
    }

    String unit() {
        return unit;
    }

    /** @return what came through, in {@link #unit}; 0 when nothing did */
    double run(final IperfRun pair, final int seconds) throws InterruptedException {
        if (streams > 0) {
            return pair.tcp(seconds, streams).bitsPerSecond() / GIGA;
        }
        double best = 0;
        for (final int step : STEPS) {
            final IperfResult result = pair.udp(STEP_SECONDS, payloadBytes, step);
            final double arrived = result.bitsPerSecond() / 8 / payloadBytes / KILO;
            if (!result.delivered() || result.lossPercent() > LOSS_LIMIT_PERCENT || arrived < best) {
                break;
            }
            best = arrived;
        }
        return best;
    }
}
