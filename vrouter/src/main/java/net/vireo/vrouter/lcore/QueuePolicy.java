// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.lcore;

import java.util.Locale;

/** What becomes of a guest's queues when it has more of them than there are forwarding lcores (deck p120). */
public enum QueuePolicy {
    /** Every queue is polled: an lcore may have several of one guest. */
    ALL,
    /**
     * As Contrail: a queue with a number as high as the number of lcores is never polled, and the guest is not told. What
     * it sends there is lost.
     */
    CONTRAIL;

    /** {@link #ALL} by its maker's name, beside Contrail's. */
    private static final String OURS = "vireo";

    /** As options name it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The policy that an option names.
     *
     * @throws IllegalArgumentException a sentence with what there is
     */
    public static QueuePolicy parse(final String text) {
        if (text.equals(OURS)) {
            return ALL;
        }
        for (final QueuePolicy policy : values()) {
            if (policy.text().equals(text)) {
                return policy;
            }
        }
        throw new IllegalArgumentException("queue policy '" + text + "': must be one of all, contrail");
    }
}
