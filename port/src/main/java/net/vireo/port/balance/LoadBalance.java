// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.balance;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which lcore processes a packet that another one has polled (deck p121, section 2 of its rules). */
public enum LoadBalance {
    /** The lcore that polls a queue processes its packets. Contrail: {@code --vr_no_load_balance}. */
    NONE,
    /**
     * The lcore that polls processes, until more comes than it can take; then flows are spread over all lcores, this one
     * included, until the load is gone.
     */
    AUTO,
    /** Flows are always spread over all lcores, the one that polls included. */
    ALL,
    /**
     * As Contrail: always, and never to the lcore that polls. With two lcores one polls and the other does all the work:
     * the two-core anomaly.
     */
    CONTRAIL,
    /**
     * The older pipeline (deck p45, p46): every IP packet goes by the hash of its flow to another lcore, the fabric's UDP
     * tunnels too. With lcores that do nothing but poll, to any of those that forward.
     */
    PIPELINE;

    /** As options name it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The mode that an option names.
     *
     * @throws IllegalArgumentException a sentence with what there is
     */
    public static LoadBalance parse(final String text) {
        return Arrays.stream(values())
                .filter(mode -> mode.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("load balance '" + text + "': must be one of "
                        + Arrays.stream(values()).map(LoadBalance::text).collect(Collectors.joining(", "))));
    }
}
