// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.program;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.vireo.agent.verdict.VerdictPlan;
import net.vireo.agent.verdict.VerdictState;
import net.vireo.agent.verdict.VerdictUpdate;
import net.vireo.sandesh.ResponseCode;
import net.vireo.sandesh.ResponseError;
import net.vireo.sandesh.VireoVerdict;

/** Keeps the data plane's verdict tables as they are planned. Every method may throw what {@link DataPlane} throws. */
final class VerdictProgram {
    private final VerdictUpdate update = new VerdictUpdate();
    private final SortedMap<String, String> failures = new TreeMap<>();
    private VerdictState actual = new VerdictState();
    private boolean stale;
    private long sentCount;
    private long refusedCount;

    void read(final DataPlane dataPlane) {
        actual = new VerdictState(dataPlane.readVerdicts());
    }

    /** Leaves guests whose tables change to the agent. */
    void withdraw(final DataPlane dataPlane, final VerdictPlan plan, final boolean settled) {
        failures.clear();
        send(dataPlane, update.withdraw(plan, actual, settled));
    }

    /** Adds what is missing, then sweeps what is not wanted, once it is settled what is. */
    void program(final DataPlane dataPlane, final VerdictPlan plan, final boolean settled) {
        send(dataPlane, update.add(plan, actual));
        send(dataPlane, update.sweep(plan, actual, settled));
        stale = !settled
                && !(update.withdraw(plan, actual, true).isEmpty()
                        && update.sweep(plan, actual, true).isEmpty());
        if (update.unplacedCount() > 0) {
            failures.put(
                    "verdict tables",
                    "no number is free: flows of " + update.unplacedCount() + " interfaces are judged by the agent");
        }
    }

    private void send(final DataPlane dataPlane, final List<VireoVerdict> requests) {
        if (requests.isEmpty()) {
            return;
        }
        final int[] codes = dataPlane.send(requests);
        for (int i = 0; i < codes.length; i++) {
            sentCount++;
            if (ResponseCode.isError(codes[i])) {
                refusedCount++;
                failures.put(title(requests.get(i)), ResponseError.describe(codes[i]));
            } else {
                actual.accepted(requests.get(i));
            }
        }
    }

    private static String title(final VireoVerdict request) {
        return switch (request.value(VireoVerdict.KIND)) {
            case VireoVerdict.KIND_TABLE -> "verdict table " + request.value(VireoVerdict.NUMBER);
            case VireoVerdict.KIND_SIDE -> "verdicts of next hop " + request.value(VireoVerdict.NUMBER);
            default -> "groups of addresses in VRF " + request.value(VireoVerdict.VRF);
        };
    }

    Map<String, String> failures() {
        return failures;
    }

    /** Whether something that nobody wants is still there, until the settling time is over. */
    boolean isStale() {
        return stale;
    }

    long sentCount() {
        return sentCount;
    }

    long refusedCount() {
        return refusedCount;
    }
}
