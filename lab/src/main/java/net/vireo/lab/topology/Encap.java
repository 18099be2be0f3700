// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.topology;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How packets travel between nodes. */
public enum Encap {
    /** MPLS in UDP, RFC 7510. */
    UDP("MPLSoUDP"),
    /** MPLS in GRE, RFC 4023. */
    GRE("MPLSoGRE"),
    /** Ethernet in VXLAN, RFC 7348. */
    VXLAN("VXLAN");

    private final String title;

    Encap(final String title) {
        this.title = title;
    }

    /** The word of {@code --encap} and of the node files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The encapsulation that a word names. */
    public static Optional<Encap> of(final String word) {
        return Arrays.stream(values())
                .filter(encap -> encap.word().equals(word))
                .findFirst();
    }

    /** All words, for a sentence. */
    public static String words() {
        return Arrays.stream(values()).map(Encap::word).collect(Collectors.joining(", "));
    }

    /** As the tables write it. */
    @Override
    public String toString() {
        return title;
    }
}
