// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.capture;

import net.vireo.lab.topology.IpAddress;

/** Big-endian numbers in a byte array; the caller has compared the offsets with what was captured. */
final class Octets {
    private Octets() {}

    static int u8(final byte[] frame, final int at) {
        return frame[at] & 0xff;
    }

    static int u16(final byte[] frame, final int at) {
        return u8(frame, at) << 8 | u8(frame, at + 1);
    }

    static int i32(final byte[] frame, final int at) {
        return u16(frame, at) << 16 | u16(frame, at + 2);
    }

    static long mac(final byte[] frame, final int at) {
        return (long) u16(frame, at) << 32 | i32(frame, at + 2) & 0xffff_ffffL;
    }

    static IpAddress ipv6(final byte[] frame, final int at) {
        return new IpAddress(i64(frame, at), i64(frame, at + 8));
    }

    private static long i64(final byte[] frame, final int at) {
        return (long) i32(frame, at) << 32 | i32(frame, at + 4) & 0xffff_ffffL;
    }
}
