// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/**
 * IPv4 addresses in the fields that keep the sender's memory order ({@code nhr_tun_sip}, {@code vifr_ip} ...): the octets
 * are reversed (sheet vrouter-wire, section 2). Here an address is a big-endian integer: 10.0.0.1 is {@code 0x0a000001}.
 */
public final class WireIpv4 {
    private WireIpv4() {}

    /** The field's value for an address. */
    public static int toWire(final int address) {
        return Integer.reverseBytes(address);
    }

    /** The address in a field's value. */
    public static int fromWire(final int value) {
        return Integer.reverseBytes(value);
    }

    /** The four octets in network order, as {@code rtr_prefix} has them. */
    public static byte[] toBytes(final int address) {
        return new byte[] {(byte) (address >>> 24), (byte) (address >>> 16), (byte) (address >>> 8), (byte) address};
    }

    /**
     * The address of four octets in network order.
     *
     * @throws IllegalArgumentException when there are not four
     */
    public static int fromBytes(final byte[] octets) {
        if (octets.length != 4) {
            throw new IllegalArgumentException("an IPv4 address has 4 octets, here are " + octets.length);
        }
        return octets[0] << 24 | (octets[1] & 0xff) << 16 | (octets[2] & 0xff) << 8 | octets[3] & 0xff;
    }
}
