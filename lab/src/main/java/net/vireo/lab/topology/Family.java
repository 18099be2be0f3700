// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.topology;

/** The two versions of IP that a guest speaks. */
public enum Family {
    IPV4("IPv4", 20),
    IPV6("IPv6", 40);

    private final String title;
    private final int headerBytes;

    Family(final String title, final int headerBytes) {
        this.title = title;
        this.headerBytes = headerBytes;
    }

    /** Bytes of the header without options. */
    public int headerBytes() {
        return headerBytes;
    }

    @Override
    public String toString() {
        return title;
    }
}
