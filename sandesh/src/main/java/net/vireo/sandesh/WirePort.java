// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** UDP ports in the fields that keep the sender's memory order ({@code nhr_tun_sport}, {@code nhr_tun_dport}). */
public final class WirePort {
    private WirePort() {}

    /** The field's value for a port of 0 to 65535. */
    public static int toWire(final int port) {
        return Short.reverseBytes((short) port);
    }

    /** The port, 0 to 65535, in a field's value. */
    public static int fromWire(final int value) {
        return Short.reverseBytes((short) value) & 0xffff;
    }
}
