// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service;

import net.vireo.packet.Ipv6Address;

/** Link-local IPv6 addresses made from MACs: the modified EUI-64 of RFC 4291, appendix A. Any thread. */
public final class LinkLocal {
    private static final long PREFIX = 0xfe80_0000_0000_0000L;
    private static final long LOCAL_BIT = 1L << 57;
    private static final long MIDDLE = 0xff_fe00_0000L;

    private LinkLocal() {}

    /** {@code fe80::200:5eff:fe00:100} of {@code 00:00:5e:00:01:00}. */
    public static Ipv6Address of(final long mac) {
        final long upper = mac >>> 24 & 0xff_ffff;
        final long lower = mac & 0xff_ffff;
        return new Ipv6Address(PREFIX, (upper << 40 | MIDDLE | lower) ^ LOCAL_BIT);
    }
}
