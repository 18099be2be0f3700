// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import java.util.ArrayList;
import java.util.List;

/**
 * An {@link AgingPolicy} in words: {@code tcp=7440 opening=240 udp=180 icmp=60 other=180 hold=10 17/53=5}, in seconds; what
 * is not named keeps its time. {@code 17/53} is a protocol's number and a port, {@code 47/0} all of a protocol.
 */
public final class AgingWords {
    /** More wraps in milliseconds. */
    public static final int MOST_SECONDS = 1_000_000;

    private static final int MS_PER_SECOND = 1_000;
    private static final int MOST_PROTOCOL = 255;
    private static final int MOST_PORT = 65_535;

    private AgingWords() {}

    /**
     * The usual policy with these times instead.
     *
     * @throws IllegalArgumentException a sentence, when the words are none
     */
    public static AgingPolicy read(final String words, final AgingPolicy usual) {
        int established = usual.tcpEstablishedMs();
        int transitory = usual.tcpTransitoryMs();
        int udp = usual.udpMs();
        int icmp = usual.icmpMs();
        int other = usual.otherMs();
        int hold = usual.holdMs();
        final List<AgingPolicy.Service> services = new ArrayList<>();
        for (final String word : words.split(" ", -1)) {
            if (word.isEmpty()) {
                continue;
            }
            final int equals = word.indexOf('=');
            final String name = word.substring(0, Math.max(0, equals));
            final int ms = number(word.substring(equals + 1), 1, MOST_SECONDS, word) * MS_PER_SECOND;
            switch (name) {
                case "tcp" -> established = ms;
                case "opening" -> transitory = ms;
                case "udp" -> udp = ms;
                case "icmp" -> icmp = ms;
                case "other" -> other = ms;
                case "hold" -> hold = ms;
                default -> services.add(service(name, ms, word));
            }
        }
        return new AgingPolicy(established, transitory, udp, icmp, other, hold, services);
    }

    private static AgingPolicy.Service service(final String name, final int ms, final String word) {
        final int slash = name.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("'" + word
                    + "' is no time of flows: tcp, opening, udp, icmp, other, hold or 17/53, then = and seconds");
        }
        return new AgingPolicy.Service(
                number(name.substring(0, slash), 0, MOST_PROTOCOL, word),
                number(name.substring(slash + 1), 0, MOST_PORT, word),
                ms);
    }

    private static int number(final String text, final int least, final int most, final String word) {
        try {
            final int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (final NumberFormatException none) {
            // told below
        }
        throw new IllegalArgumentException(
                "'" + text + "' in '" + word + "' is no number from " + least + " to " + most);
    }

    /** The words of a policy, all of its times. */
    public static String text(final AgingPolicy policy) {
        final StringBuilder words = new StringBuilder();
        words.append("tcp=").append(policy.tcpEstablishedMs() / MS_PER_SECOND);
        words.append(" opening=").append(policy.tcpTransitoryMs() / MS_PER_SECOND);
        words.append(" udp=").append(policy.udpMs() / MS_PER_SECOND);
        words.append(" icmp=").append(policy.icmpMs() / MS_PER_SECOND);
        words.append(" other=").append(policy.otherMs() / MS_PER_SECOND);
        words.append(" hold=").append(policy.holdMs() / MS_PER_SECOND);
        for (final AgingPolicy.Service service : policy.services()) {
            words.append(' ').append(service.protocol()).append('/').append(service.port());
            words.append('=').append(service.idleMs() / MS_PER_SECOND);
        }
        return words.toString();
    }
}
