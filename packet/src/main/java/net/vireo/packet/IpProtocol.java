// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

/** IP protocol numbers (IANA) that the data plane meets. */
public final class IpProtocol {
    public static final int ICMP = 1;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int GRE = 47;

    private IpProtocol() {}

    /** The protocol's name, or {@code proto-n}; any thread. */
    public static String text(final int protocol) {
        return switch (protocol) {
            case ICMP -> "ICMP";
            case TCP -> "TCP";
            case UDP -> "UDP";
            case GRE -> "GRE";
            default -> "proto-" + protocol;
        };
    }
}
