// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.lcore;

import java.util.Locale;

/** How an lcore polls. */
public enum PollMode {
    /** Always at full speed: a whole CPU per lcore, lowest latency. */
    BUSY,
    /** At full speed while there is traffic; asleep on file descriptors when there is none. */
    ADAPTIVE;

    /**
     * Reads {@code busy} or {@code adaptive}.
     *
     * @throws IllegalArgumentException with the text and what was expected
     */
    public static PollMode parse(final String text) {
        for (final PollMode mode : values()) {
            if (mode.text().equals(text)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("poll mode \"" + text + "\": expected busy or adaptive");
    }

    /** As written on command lines. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
