// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
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
            assertEachCpuHasOneUse(plan, what);
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

    private static void assertEachCpuHasOneUse(final CpuPlan plan, final String what) {
        final List<CpuSet> sets =
                List.of(plan.host(), plan.forwarding(), plan.siblings(), plan.service(), plan.guests());
        final CpuSet all = plan.topology().all();
        assertThat(sets.stream().mapToInt(CpuSet::count).sum()).as(what).isEqualTo(all.count());
        assertThat(sets.stream().reduce(CpuSet.EMPTY, CpuSet::union)).as(what).isEqualTo(all);
    }

    /** However odd: what was given is kept, the rest shared out. */
    @Test
    void shouldKeepWhatWasGivenWhateverItIs() {
        final long seed = new Random().nextLong();
        final Random random = new Random(seed);
        final CpuTopology topology = new RegularTopology(2, 12, 2, RegularTopology.Numbering.INTERLEAVED).topology();
        int planned = 0;
        for (int i = 0; i < 500; i++) {
            final int[] uses = random.ints(topology.all().count(), 0, 12).toArray();
            final CpuDemand.Given given =
                    new CpuDemand.Given(users(uses, 0), users(uses, 1), users(uses, 2), users(uses, 3));
            final int lcores = given.forwarding().map(CpuSet::count).orElse(2);
            final CpuDemand demand = new CpuDemand(lcores, false, 0, 0, 1, 1, false, given, List.of());
            final String what = demand + ", seed " + seed;
            final CpuPlan plan;
            try {
                plan = CpuPlanner.plan(topology, demand);
            } catch (final CommandFailed tooFew) {
                continue;
            }
            planned++;
            assertEachCpuHasOneUse(plan, what);
            assertThat(plan.forwarding()).as(what).isEqualTo(given.forwarding().orElse(plan.forwarding()));
            assertThat(plan.service()).as(what).isEqualTo(given.service().orElse(plan.service()));
            assertThat(plan.guests()).as(what).isEqualTo(given.guests().orElse(plan.guests()));
            assertThat(plan.host().containsAll(given.host().orElse(CpuSet.EMPTY)))
                    .as(what)
                    .isTrue();
        }
        assertThat(planned).as("demands that fitted, seed %d", seed).isGreaterThan(50);
    }

    /** The CPUs with this use, or nothing: sometimes a set is not given. */
    private static Optional<CpuSet> users(final int[] uses, final int use) {
        final CpuSet cpus = CpuSet.of(
                IntStream.range(0, uses.length).filter(cpu -> uses[cpu] == use).toArray());
        return cpus.isEmpty() || cpus.lowest() % 2 == 1 ? Optional.empty() : Optional.of(cpus);
    }

    @Test
    void shouldPutControlBesideServiceWhenAsked() {
        final CpuTopology topology = new RegularTopology(1, 8, 2, RegularTopology.Numbering.BLOCKS).topology();

        final CpuPlan plan = CpuPlanner.plan(topology, new CpuDemand(2, false, 0, 0, 1, 1, true, NOTHING, List.of()));

        assertThat(plan.control()).isEqualTo(plan.service()).isEqualTo(CpuSet.of(3, 11));
        assertThat(plan.isolated()).isEqualTo(CpuSet.parse("1-7,9-15"));
    }
}
