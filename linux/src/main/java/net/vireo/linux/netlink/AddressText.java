// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.netlink;

/** Addresses as errors show them. */
final class AddressText {
    private AddressText() {}

    static String address(final int address) {
        return (address >>> 24) + "." + (address >>> 16 & 0xff) + "." + (address >>> 8 & 0xff) + "." + (address & 0xff);
    }

    static String prefix(final int address, final int prefixLength) {
        return address(address) + "/" + prefixLength;
    }

    static String mac(final long mac) {
        final StringBuilder text = new StringBuilder();
        for (int shift = 40; shift >= 0; shift -= 8) {
            text.append(String.format("%02x", mac >>> shift & 0xff)).append(shift > 0 ? ":" : "");
        }
        return text.toString();
    }
}
