// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.filter;

import net.vireo.packet.EtherType;
import net.vireo.packet.IpProtocol;

/** Reads filters by recursive descent: {@code or} binds less than {@code and}, which may be left out, than {@code not}. */
final class FilterParser {
    private static final String VOCABULARY =
            "expected ip, ip6, arp, tcp, udp, icmp, icmp6, proto N, [src|dst] host ADDRESS,"
                    + " [src|dst] net PREFIX, [src|dst] port N or N-M, not, or a bracket";
    private static final int MAX_DEPTH = 32;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_PROTOCOL = 255;
    private static final int MAX_DIGITS = 5;

    private final FilterWords words;
    private int depth;

    FilterParser(final String text) {
        words = new FilterWords(text);
    }

    PacketTest parse() {
        if (words.atEnd()) {
            throw words.expected(VOCABULARY);
        }
        final PacketTest test = either();
        if (!words.atEnd()) {
            throw words.expected("expected and, or, or the filter's end");
        }
        return test;
    }

    private PacketTest either() {
        PacketTest test = both();
        while (words.take("or") || words.take("||")) {
            final PacketTest left = test;
            final PacketTest right = both();
            test = (type, p, length) -> left.holds(type, p, length) || right.holds(type, p, length);
        }
        return test;
    }

    private PacketTest both() {
        PacketTest test = single();
        while (words.take("and") || words.take("&&") || begins(words.peek())) {
            final PacketTest left = test;
            final PacketTest right = single();
            test = (type, p, length) -> left.holds(type, p, length) && right.holds(type, p, length);
        }
        return test;
    }

    /** Two questions without a word between them are asked both: {@code tcp port 80}. */
    private static boolean begins(final String word) {
        return !word.isEmpty() && !word.equals("or") && !word.equals("||") && !word.equals(")");
    }

    private PacketTest single() {
        if (++depth > MAX_DEPTH) {
            throw words.expected("it is nested more than " + MAX_DEPTH + " deep");
        }
        final PacketTest test;
        if (words.take("not") || words.take("!")) {
            final PacketTest inner = single();
            test = (type, p, length) -> !inner.holds(type, p, length);
        } else if (words.take("(")) {
            test = either();
            if (!words.take(")")) {
                throw words.expected("expected a closing bracket");
            }
        } else {
            test = question();
        }
        depth--;
        return test;
    }

    private PacketTest question() {
        return switch (words.take()) {
            case "ip", "ip4" -> (type, p, length) -> type == EtherType.IPV4;
            case "ip6" -> (type, p, length) -> type == EtherType.IPV6;
            case "arp" -> (type, p, length) -> type == EtherType.ARP;
            case "tcp" -> protocol(IpProtocol.TCP);
            case "udp" -> protocol(IpProtocol.UDP);
            case "icmp" -> protocol(IpProtocol.ICMP);
            case "icmp6" -> protocol(IpProtocol.ICMPV6);
            case "proto" -> protocol(number(words.take(), MAX_PROTOCOL, "expected a protocol's number, 0 to 255"));
            case "src" -> directed(true);
            case "dst" -> directed(false);
            case "host", "net" -> {
                final Prefix prefix = prefix();
                yield any(prefix.test(true), prefix.test(false));
            }
            case "port" -> {
                final String range = words.take();
                yield any(port(range, true), port(range, false));
            }
            default -> throw words.wrong(VOCABULARY);
        };
    }

    private static PacketTest any(final PacketTest left, final PacketTest right) {
        return (type, p, length) -> left.holds(type, p, length) || right.holds(type, p, length);
    }

    private PacketTest directed(final boolean source) {
        return switch (words.take()) {
            case "host", "net" -> prefix().test(source);
            case "port" -> port(words.take(), source);
            default -> throw words.wrong("expected host, net or port behind src and dst");
        };
    }

    private static PacketTest protocol(final int wanted) {
        return (type, p, length) -> Fields.protocol(type, p, length) == wanted;
    }

    private Prefix prefix() {
        final Prefix prefix = Prefix.parse(words.take());
        if (prefix == null) {
            throw words.wrong("expected an address like 10.0.0.1 or 2001:db8::1, or a prefix like 10.0.0.0/8");
        }
        return prefix;
    }

    private PacketTest port(final String range, final boolean source) {
        final int dash = range.indexOf('-');
        final String what = "expected a port, 0 to 65535, or a range like 8000-8010";
        final int first = number(dash < 0 ? range : range.substring(0, dash), MAX_PORT, what);
        final int last = dash < 0 ? first : number(range.substring(dash + 1), MAX_PORT, what);
        if (last < first) {
            throw words.wrong("the range ends before it begins");
        }
        return (type, p, length) -> {
            final int port = Fields.port(type, p, length, source);
            return port >= first && port <= last;
        };
    }

    private int number(final String text, final int max, final String what) {
        if (text.isEmpty() || text.length() > MAX_DIGITS || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw words.wrong(what);
        }
        final int number = Integer.parseInt(text);
        if (number > max) {
            throw words.wrong(what);
        }
        return number;
    }
}
