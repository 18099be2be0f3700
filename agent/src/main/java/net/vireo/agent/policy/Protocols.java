// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.policy;

import java.util.Locale;

/** IP protocols as rules name them. */
public final class Protocols {
    /** Every protocol. */
    public static final int ANY = -1;

    public static final int ICMP = 1;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int ICMPV6 = 58;
    public static final int SCTP = 132;

    private Protocols() {}

    /**
     * Reads {@code tcp}, {@code 6}, {@code any} and the like.
     *
     * @throws IllegalArgumentException when the text is neither a known name nor 0 .. 255
     */
    public static int of(final String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "any" -> ANY;
            case "icmp" -> ICMP;
            case "tcp" -> TCP;
            case "udp" -> UDP;
            case "icmp6", "icmpv6", "ipv6-icmp" -> ICMPV6;
            case "sctp" -> SCTP;
            default -> number(text);
        };
    }

    private static int number(final String text) {
        try {
            final int number = Integer.parseInt(text.strip());
            if (number >= 0 && number <= 255) {
                return number;
            }
        } catch (final NumberFormatException none) {
            // said below
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no protocol: any, icmp, icmp6, tcp, udp, sctp or a number 0 .. 255");
    }
}
