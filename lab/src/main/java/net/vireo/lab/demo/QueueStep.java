// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.demo;

import java.util.Locale;
import net.vireo.lab.host.Commands.Done;
import net.vireo.lab.scene.Faults;
import net.vireo.lab.shelf.ShelfClient;
import tools.jackson.databind.JsonNode;

/** Five queues on four lcores: planted, found, mended, and the difference measured at the guest. */
final class QueueStep implements Step.Play {
    private static final String FAULT = "unserved-queue";
    private static final String GUEST = "five";
    private static final int PAGE = 120;
    private static final long MEASURE_MS = 2000;
    private static final double ALL = 0.999;
    private static final double MOST_WITHOUT_ONE = 0.85;

    @Override
    public void on(final Stagehand stage) throws InterruptedException {
        final Done planted = stage.show(line -> line.startsWith("planted"), "lab", "fault", "plant", FAULT);
        stage.claim("the fault is planted", planted.ok(), "");
        stage.claimCaption(Faults.NODE, PAGE);
        final Done doctor = stage.show(
                line -> line.contains("guest-queues") || line.contains("cause") || line.contains("nobody polls"),
                "doctor",
                "--node",
                Faults.NODE);
        stage.claim(
                "the doctor names the queue that nobody polls", doctor.output().contains("severe: guest-queues"), "");
        final double before = waitBelow(stage);
        final Done mended = stage.show("vrouter", "--node", Faults.NODE, "--queue-policy", "all");
        stage.claim("the mend is taken while packets pass", mended.ok(), "");
        final double[] after = {before};
        stage.claimWithin(
                Script.limitS(),
                "all of what the guest sends is taken now",
                () -> {
                    after[0] = share(stage);
                    return after[0] >= ALL;
                },
                () -> percent(before) + " before, " + percent(after[0]) + " after");
    }

    /** The share of what the guest sends that is taken, once its fifth ring is full. */
    private static double waitBelow(final Stagehand stage) throws InterruptedException {
        final double[] share = {1};
        stage.claimWithin(
                Script.limitS(),
                "the guest loses the flows of one queue in five",
                () -> {
                    share[0] = share(stage);
                    return share[0] > 0 && share[0] <= MOST_WITHOUT_ONE;
                },
                () -> percent(share[0]) + " of its packets are taken");
        return share[0];
    }

    private static double share(final Stagehand stage) {
        final long[] then = counts(stage);
        try {
            Thread.sleep(MEASURE_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
        final long[] now = counts(stage);
        final long sent = now[0] - then[0];
        final long refused = now[1] - then[1];
        return sent + refused == 0 ? 0 : (double) sent / (sent + refused);
    }

    /** Sent and refused, as the guest counts them. */
    private static long[] counts(final Stagehand stage) {
        for (final JsonNode fault :
                new ShelfClient(stage.files().shelf()).ask("list", "").path("faults")) {
            if (fault.path("name").asString("").equals(FAULT)) {
                final JsonNode guest = fault.path("guests").path(GUEST);
                return new long[] {
                    guest.path("sent").asLong(0), guest.path("refused").asLong(0)
                };
            }
        }
        return new long[] {0, 0};
    }

    private static String percent(final double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
