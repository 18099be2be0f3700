// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.text;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A prefix as written; host bits may be set (see {@link #network}).
 *
 * @param address big-endian integer
 * @param length 0 .. 32
 */
public record Ipv4Prefix(int address, int length) {
    static final int OCTETS = 4;
    static final int MAX_LENGTH = 32;

    /** Reads {@code a.b.c.d/len}; an address alone is a /32. Empty when it is neither. */
    public static Optional<Ipv4Prefix> parse(final String text) {
        final int slash = text.indexOf('/');
        final OptionalInt address = Ipv4.parse(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        if (slash < 0) {
            return Optional.of(new Ipv4Prefix(address.getAsInt(), MAX_LENGTH));
        }
        final int length = Numbers.decimal(text.substring(slash + 1), MAX_LENGTH);
        return length < 0 ? Optional.empty() : Optional.of(new Ipv4Prefix(address.getAsInt(), length));
    }

    /** The same prefix without host bits. */
    public Ipv4Prefix network() {
        return new Ipv4Prefix(address & Ipv4.mask(length), length);
    }

    /** True when every address of {@code other} is in this one too. */
    public boolean covers(final Ipv4Prefix other) {
        return length <= other.length && (other.address & Ipv4.mask(length)) == (address & Ipv4.mask(length));
    }

    @Override
    public String toString() {
        return Ipv4.text(address) + "/" + length;
    }
}
