// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.bond;

import java.util.Locale;

/** How a bond uses its members: two of Linux bonding's modes, by their names there. LACP (802.3ad) is not one of them. */
public enum BondMode {
    /** One member carries everything; another takes over when its link fails. The switches need to know nothing. */
    ACTIVE_BACKUP,
    /** Each flow goes over the member that its hash names, policy layer3+4. The switch must treat the links as one. */
    BALANCE_XOR;

    /**
     * Reads {@code active-backup} or {@code balance-xor}.
     *
     * @throws IllegalArgumentException with the text and what was expected
     */
    public static BondMode parse(final String text) {
        for (final BondMode mode : values()) {
            if (mode.text().equals(text)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("bond mode \"" + text + "\": expected active-backup or balance-xor");
    }

    /** As written on command lines. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
