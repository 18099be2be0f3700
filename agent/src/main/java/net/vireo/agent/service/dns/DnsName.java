// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dns;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.MalformedPacketException;
import net.vireo.agent.service.WireReader;
import net.vireo.agent.service.WireWriter;
import net.vireo.packet.Ipv6Address;

/**
 * A domain name (RFC 1035 3.1), in lower case: names are compared without regard to case.
 *
 * @param labels without the root's, outermost last
 */
record DnsName(List<String> labels) {
    static final int MAX_BYTES = 255;
    static final int MAX_LABEL_BYTES = 63;

    private static final String REVERSE_4 = "in-addr.arpa";
    private static final String REVERSE_6 = "ip6.arpa";

    DnsName {
        labels = List.copyOf(labels);
    }

    /**
     * @param text labels with dots between them, one at the end or not; empty or a dot for the root
     * @throws IllegalArgumentException a label that is empty, too long or not of ASCII; too long
     */
    static DnsName parse(final String text) {
        final String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        final List<String> labels = name.isEmpty()
                ? List.of()
                : List.of(name.toLowerCase(Locale.ROOT).split("\\.", -1));
        int bytes = 1;
        for (final String label : labels) {
            bytes += label.length() + 1;
            if (label.isEmpty()
                    || label.length() > MAX_LABEL_BYTES
                    || label.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw new IllegalArgumentException("not a domain name: \"" + text
                        + "\" (expected labels of 1 to 63 ASCII letters, such as web-1.red.example)");
            }
        }
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException("not a domain name: \"" + text + "\" has more than 255 bytes");
        }
        return new DnsName(labels);
    }

    /** @throws MalformedPacketException cut off, too long, or compressed: the first name of a message cannot be */
    static DnsName read(final WireReader in) throws MalformedPacketException {
        final List<String> labels = new ArrayList<>();
        int bytes = 1;
        for (int length = in.u8(); length != 0; length = in.u8()) {
            bytes += length + 1;
            if (length > MAX_LABEL_BYTES || bytes > MAX_BYTES) {
                throw new MalformedPacketException("a label of " + length + " or a name of " + bytes + " bytes");
            }
            final Bytes label = in.bytes(length);
            labels.add(new String(label.toArray(), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT));
        }
        return new DnsName(labels);
    }

    /** The name under which an address' PTR record is. */
    static DnsName reverse(final int address) {
        return parse((address & 0xff) + "." + (address >>> 8 & 0xff) + "." + (address >>> 16 & 0xff) + "."
                + (address >>> 24) + "." + REVERSE_4);
    }

    /** As {@link #reverse(int)} (RFC 3596 2.5). */
    static DnsName reverse(final Ipv6Address address) {
        final StringBuilder text = new StringBuilder(80);
        for (int nibble = 0; nibble < 32; nibble++) {
            final long half = nibble < 16 ? address.low() : address.high();
            text.append(Character.forDigit((int) (half >>> 4 * (nibble & 15)) & 0xf, 16))
                    .append('.');
        }
        return parse(text + REVERSE_6);
    }

    /** Whether this is a domain's name, or one below it. */
    boolean isWithin(final DnsName domain) {
        final int more = labels.size() - domain.labels.size();
        return more >= 0 && labels.subList(more, labels.size()).equals(domain.labels);
    }

    /** This name within a domain. */
    DnsName in(final DnsName domain) {
        final List<String> all = new ArrayList<>(labels);
        all.addAll(domain.labels);
        return new DnsName(all);
    }

    boolean isRoot() {
        return labels.isEmpty();
    }

    /** A name without a domain. */
    boolean isSingle() {
        return labels.size() == 1;
    }

    /** Writes it whole, not compressed. */
    void write(final WireWriter out) {
        for (final String label : labels) {
            final byte[] bytes = label.getBytes(StandardCharsets.ISO_8859_1);
            out.u8(bytes.length).bytes(Bytes.of(bytes));
        }
        out.u8(0);
    }

    @Override
    public String toString() {
        return String.join(".", labels) + ".";
    }
}
