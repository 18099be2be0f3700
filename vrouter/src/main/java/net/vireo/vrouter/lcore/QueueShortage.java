// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.lcore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * A guest that uses more queues than there are lcores, or one that nobody polls (deck p120): what is wrong, and the mend.
 *
 * @param queues how many the guest uses
 * @param unserved those of them that no lcore polls
 */
public record QueueShortage(int queues, int lcores, List<Integer> unserved) {
    public QueueShortage {
        unserved = List.copyOf(unserved);
    }

    /**
     * Looks at a vif's queues.
     *
     * @param count of all queues, used or not
     * @param inUse whether the guest has enabled one
     * @param served whether an lcore polls it
     * @return empty while all is well
     */
    public static Optional<QueueShortage> of(
            final int lcores, final int count, final IntPredicate inUse, final IntPredicate served) {
        int used = 0;
        final List<Integer> unserved = new ArrayList<>();
        for (int queue = 0; queue < count; queue++) {
            if (inUse.test(queue)) {
                used++;
                if (!served.test(queue)) {
                    unserved.add(queue);
                }
            }
        }
        return used <= lcores && unserved.isEmpty()
                ? Optional.empty()
                : Optional.of(new QueueShortage(used, lcores, unserved));
    }

    /** What is wrong, as the rest of a sentence about the vif. */
    public String cause() {
        final String counts = "its guest uses " + of(queues, "queue") + " and there " + (lcores == 1 ? "is " : "are ")
                + of(lcores, "lcore") + ": ";
        if (unserved.isEmpty()) {
            return counts + "some lcores poll several of them";
        }
        final String numbers = unserved.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return unserved.size() == 1
                ? counts + "queue " + numbers + " is never polled, and what the guest sends on it is lost"
                : counts + "queues " + numbers + " are never polled, and what the guest sends on them is lost";
    }

    /** What to do about it. */
    public String mend() {
        return "give the guest at most " + of(lcores, "queue") + " (in it: ethtool -L DEVICE combined " + lcores
                + "), or start the data plane with --lcores " + enoughLcores()
                + (unserved.isEmpty() ? "" : " or with --queue-policy all");
    }

    /** With so many, every queue in use has a number below theirs. */
    private int enoughLcores() {
        return unserved.isEmpty() ? queues : Math.max(queues, unserved.getLast() + 1);
    }

    private static String of(final int count, final String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
