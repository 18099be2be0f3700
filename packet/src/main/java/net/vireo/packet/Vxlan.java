// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import net.vireo.linux.memory.Memory;

/**
 * VXLAN header (RFC 7348 5), an Ethernet frame behind it.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |R R R R I R R A|                   reserved                    |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                      VNI                      |   reserved    |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>I says that the VNI counts, and must be set. A, the router alert, is Contrail's (sheet vrouter-dataplane 2.1); all other
 * reserved bits are sent as zero and not looked at. {@code p} is the masked address of the header. Call {@link #check} before
 * any reader. Any thread; only {@link #describe} allocates.
 */
public final class Vxlan {
    public static final int HEADER_BYTES = 8;

    /** VNIs are 24 bits. */
    public static final int MAX_VNI = 0xff_ffff;

    private static final long VNI_VALID = 0x0800_0000L << 32;
    private static final long ROUTER_ALERT = 0x0100_0000L << 32;

    private Vxlan() {}

    /** @return 8, or {@link Malformed#TRUNCATED}, {@link Malformed#BAD_FLAGS} (no VNI) */
    public static int check(final long p, final int lengthBytes) {
        if (lengthBytes < HEADER_BYTES) {
            return Malformed.TRUNCATED;
        }
        return (header(p) & VNI_VALID) == 0 ? Malformed.BAD_FLAGS : HEADER_BYTES;
    }

    /** Wide read of the whole header. */
    public static long header(final long p) {
        return Memory.getLongBe(p);
    }

    /** The network identifier in the word that {@link #header} read. */
    public static int vniOf(final long header) {
        return (int) header >>> 8;
    }

    /** True when the agent wants to see the packet, by the word that {@link #header} read. */
    public static boolean isRouterAlertOf(final long header) {
        return (header & ROUTER_ALERT) != 0;
    }

    public static int vni(final long p) {
        return vniOf(header(p));
    }

    /** Writes the header in one store. */
    public static void emit(final long p, final int vni) {
        Memory.putLongBe(p, VNI_VALID | (vni & MAX_VNI) << 8 & 0xffff_ffffL);
    }

    /** {@link #emit} with the router alert set. */
    public static void emitRouterAlert(final long p, final int vni) {
        Memory.putLongBe(p, VNI_VALID | ROUTER_ALERT | (vni & MAX_VNI) << 8 & 0xffff_ffffL);
    }

    /** The header and the frame behind it; for tools, allocates. */
    public static String describe(final long p, final int lengthBytes) {
        final StringBuilder out = new StringBuilder(160);
        describe(out, p, lengthBytes, 0);
        return out.toString();
    }

    static void describe(final StringBuilder out, final long p, final int lengthBytes, final int depth) {
        final int checked = check(p, lengthBytes);
        if (checked < 0) {
            out.append("VXLAN ")
                    .append(Malformed.text(checked))
                    .append(", length ")
                    .append(lengthBytes);
            return;
        }
        out.append("VXLAN, vni ").append(vni(p)).append(isRouterAlertOf(header(p)) ? ", router alert: " : ": ");
        Ethernet.describe(out, p + HEADER_BYTES, lengthBytes - HEADER_BYTES, depth + 1);
    }
}
