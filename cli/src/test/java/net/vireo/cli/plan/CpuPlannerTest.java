// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.linux.CpuSet;
import org.junit.jupiter.api.Test;

class CpuPlannerTest {
    private static final CpuDemand.Given NOTHING =
            new CpuDemand.Given(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** On any machine: the sets have nothing in common, nothing is forgotten, and lcores have their cores alone. */
    @Test
    void shouldGiveEachCpuOneUseOnAnyMachine() {
        final long seed = new Random().nextLong();
        final Random random = new Random(seed);
        int planned = 0;
        for (int i = 0; i < 1000; i++) {
            final RegularTopology.Numbering numbering =
                    random.nextBoolean() ? RegularTopology.Numbering.INTERLEAVED : RegularTopology.Numbering.BLOCKS;
            final RegularTopology machine = new RegularTopology(
                    1 + random.nextInt(4), 1 + random.nextInt(40), 1 + random.nextInt(4), numbering);
            final CpuTopology topology = machine.topology();
            final CpuDemand demand = new CpuDemand(
                    1 + random.nextInt(12),
                    random.nextBoolean(),
                    random.nextInt(machine.sockets()),
                    random.nextInt(machine.sockets()),
                    random.nextInt(3),
                    1 + random.nextInt(2),
                    random.nextBoolean(),
                    NOTHING,
                    List.of());
            final String what = machine + " " + demand + ", seed " + seed;
            final CpuPlan plan;
            try {
                plan = CpuPlanner.plan(topology, demand);
            } catch (final CommandFailed tooFew) {
                assertThat(tooFew.mend()).as(what).isNotEmpty();
                continue;
            }
            planned++;
            final List<CpuSet> sets =
                    List.of(plan.host(), plan.forwarding(), plan.siblings(), plan.service(), plan.guests());
            assertThat(sets.stream().mapToInt(CpuSet::count).sum())
                    .as(what)
                    .isEqualTo(topology.all().count());
            assertThat(sets.stream().reduce(CpuSet.EMPTY, CpuSet::union))
                    .as(what)
                    .isEqualTo(topology.all());
            assertThat(plan.forwarding().count()).as(what).isEqualTo(demand.lcores());
            assertThat(topology.node(demand.lcoreNode()).containsAll(plan.forwarding()))
                    .as(what)
                    .isTrue();
            assertThat(topology.withSiblings(plan.forwarding()))
                    .as(what)
                    .isEqualTo(plan.forwarding().union(plan.siblings()));
            assertThat(topology.nodesOf(plan.host())).as(what).isEqualTo(topology.nodes());
        }
        assertThat(planned).as("machines that were large enough, seed %d", seed).isGreaterThan(100);
    }

    @Test
    void shouldPutControlBesideServiceWhenAsked() {
        final CpuTopology topology = new RegularTopology(1, 8, 2, RegularTopology.Numbering.BLOCKS).topology();

        final CpuPlan plan = CpuPlanner.plan(topology, new CpuDemand(2, false, 0, 0, 1, 1, true, NOTHING, List.of()));

        assertThat(plan.control()).isEqualTo(plan.service()).isEqualTo(CpuSet.of(3, 11));
        assertThat(plan.isolated()).isEqualTo(CpuSet.parse("1-7,9-15"));
    }
}
