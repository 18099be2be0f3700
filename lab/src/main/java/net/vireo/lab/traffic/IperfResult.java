// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.traffic;

import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the client of {@code iperf3 -J} said.
 *
 * @param error iperf3's own sentence, or an empty string
 * @param udp UDP or TCP
 * @param bitsPerSecond what the receiver got
 * @param retransmits TCP segments sent again; 0 for UDP
 * @param lostPackets UDP datagrams that did not arrive; 0 for TCP
 * @param packets UDP datagrams sent; 0 for TCP
 */
public record IperfResult(
        String error, boolean udp, double bitsPerSecond, long retransmits, long lostPackets, long packets) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Reads the JSON of one run; anything else becomes a result with an error. */
    public static IperfResult parse(final String output) {
        final JsonNode root;
        try {
            root = JSON.readTree(output);
        } catch (final JacksonException e) {
            return failed("iperf3 printed no JSON");
        }
        if (root.has("error")) {
            return failed(root.path("error").asString("unnamed error"));
        }
        final JsonNode end = root.path("end");
        final JsonNode received = end.path("sum_received");
        if (!received.has("bits_per_second")) {
            return failed("iperf3 printed no sum");
        }
        final boolean udp = "UDP"
                .equals(root.path("start").path("test_start").path("protocol").asString(""));
        return new IperfResult(
                "",
                udp,
                received.path("bits_per_second").asDouble(0),
                udp ? 0 : end.path("sum_sent").path("retransmits").asLong(0),
                udp ? received.path("lost_packets").asLong(0) : 0,
                udp ? received.path("packets").asLong(0) : 0);
    }

    /** A run that gave no figures. */
    public static IperfResult failed(final String error) {
        return new IperfResult(error, false, 0, 0, 0, 0);
    }

    /** Lost datagrams in percent of those sent; 0 for TCP. */
    public double lossPercent() {
        return packets == 0 ? 0 : 100.0 * lostPackets / packets;
    }

    /** Whether data arrived. */
    public boolean delivered() {
        return error.isEmpty() && bitsPerSecond > 0;
    }

    /** Whether the server was not listening (yet). */
    boolean refused() {
        return error.contains("Connection refused");
    }

    /** One phrase, for example {@code 812 Mbit/s, 3 retransmits}. */
    public String summary() {
        if (!error.isEmpty()) {
            return error;
        }
        final String rate = rate(bitsPerSecond);
        return udp
                ? String.format(Locale.ROOT, "%s, %d of %d lost (%.2f %%)", rate, lostPackets, packets, lossPercent())
                : rate + ", " + retransmits + (retransmits == 1 ? " retransmit" : " retransmits");
    }

    private static String rate(final double bitsPerSecond) {
        return bitsPerSecond >= 1e9
                ? String.format(Locale.ROOT, "%.2f Gbit/s", bitsPerSecond / 1e9)
                : String.format(Locale.ROOT, "%.0f Mbit/s", bitsPerSecond / 1e6);
    }
}
