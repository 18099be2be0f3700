// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.topology;

/** Text of addresses: IPv4 as big-endian ints, MACs as the low 48 bits of a long. */
public final class Addresses {
    private Addresses() {}

    /** Dotted form. */
    public static String ipv4(final int address) {
        return (address >>> 24) + "." + (address >>> 16 & 0xff) + "." + (address >>> 8 & 0xff) + "." + (address & 0xff);
    }

    /** Six pairs of hexadecimal digits. */
    public static String mac(final long mac) {
        final StringBuilder text = new StringBuilder(17);
        for (int shift = 40; shift >= 0; shift -= 8) {
            text.append(Character.forDigit((int) (mac >>> shift + 4) & 0xf, 16))
                    .append(Character.forDigit((int) (mac >>> shift) & 0xf, 16));
            if (shift > 0) {
                text.append(':');
            }
        }
        return text.toString();
    }
}
