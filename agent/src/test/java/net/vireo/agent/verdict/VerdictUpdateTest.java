// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.vireo.agent.policy.IpPrefix;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoVerdict;
import org.junit.jupiter.api.Test;

class VerdictUpdateTest {
    private static final int RED = 1;
    private static final int BLUE = 2;
    private static final int NEXTHOP = 30;

    private final VerdictUpdate update = new VerdictUpdate();
    private final VerdictState actual = new VerdictState();

    private static VerdictPlan.Addresses in(final int vrf, final String prefix) {
        return new VerdictPlan.Addresses(vrf, IpPrefix.of(prefix));
    }

    private static VerdictPlan plan(final Map<VerdictPlan.Addresses, List<Integer>> addresses) {
        final VerdictPlan.Side side = new VerdictPlan.Side(List.of(), List.of(), List.of());
        return new VerdictPlan(Map.of(NEXTHOP, side), addresses, Map.of());
    }

    private List<VireoVerdict> carriedOut(final List<VireoVerdict> requests) {
        requests.forEach(actual::accepted);
        return requests;
    }

    /** Not everything may be configured yet; but what is, is not what it was. */
    @Test
    void shouldTakeAnAddressOutOfGroupsThatItHasLeftBeforeItHasSettled() {
        carriedOut(update.add(
                plan(Map.of(
                        in(RED, "0.0.0.0/0"), List.of(5),
                        in(RED, "10.0.0.9/32"), List.of(7),
                        in(BLUE, "10.0.0.9/32"), List.of(7))),
                actual));
        final VerdictPlan next = plan(Map.of(in(RED, "0.0.0.0/0"), List.of(5)));

        carriedOut(update.withdraw(next, actual, false));
        final List<VireoVerdict> requests = carriedOut(update.add(next, actual));
        carriedOut(update.sweep(next, actual, false));

        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.op()).isEqualTo(SandeshOp.DEL);
            assertThat(request.value(VireoVerdict.VRF)).isEqualTo(RED);
        });
        assertThat(actual.addresses)
                .as("nothing is known of the other network yet")
                .containsOnlyKeys(in(RED, "0.0.0.0/0"), in(BLUE, "10.0.0.9/32"));
        carriedOut(update.sweep(next, actual, true));
        assertThat(actual.addresses).containsOnlyKeys(in(RED, "0.0.0.0/0"));
    }
}
