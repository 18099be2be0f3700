// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VerdictTableTest {
    private static final int TCP = 6;
    private static final int GUEST = 0x0a01_0105;
    private static final int WEB = 0xc000_0207;

    private final VerdictTableBuilder builder = new VerdictTableBuilder();
    private final VerdictKey key = new VerdictKey();

    @Test
    void shouldFindNothingInAnEmptyTable() {
        key.ipv4(GUEST, WEB, TCP, 40_000, 80);

        assertThat(builder.build().find(key)).isEqualTo(VerdictTable.NONE);
    }

    @Test
    void shouldPreferTheEarlierRule() {
        builder.add(new VerdictMatch().destination4(WEB, 32).protocol(TCP).destinationPorts(80, 80), 1);
        builder.add(new VerdictMatch(), 2);
        builder.add(new VerdictMatch().destination4(WEB, 32), 3);
        final VerdictTable table = builder.build();

        key.ipv4(GUEST, WEB, TCP, 40_000, 80);
        assertThat(table.verdict(table.find(key))).isEqualTo(1);
        key.ipv4(GUEST, WEB, TCP, 40_000, 81);
        assertThat(table.verdict(table.find(key))).isEqualTo(2);
    }

    @Test
    void shouldHoldBothEndsOfPrefixesAndRanges() {
        builder.add(new VerdictMatch().source4(0x0a01_0100, 24).destinationPorts(1000, 2000), 1);
        final VerdictTable table = builder.build();

        assertThat(found(table, 0x0a01_0100, 1000)).isTrue();
        assertThat(found(table, 0x0a01_01ff, 2000)).isTrue();
        assertThat(found(table, 0x0a01_00ff, 1000)).isFalse();
        assertThat(found(table, 0x0a01_0200, 1000)).isFalse();
        assertThat(found(table, 0x0a01_0100, 999)).isFalse();
        assertThat(found(table, 0x0a01_0100, 2001)).isFalse();
    }

    private boolean found(final VerdictTable table, final int source, final int port) {
        key.ipv4(source, WEB, TCP, 1, port);
        return table.find(key) != VerdictTable.NONE;
    }

    @Test
    void shouldTellTheFamiliesApart() {
        builder.add(new VerdictMatch().families(VerdictMatch.IPV6), 6);
        builder.add(new VerdictMatch().source4(0, 0), 4);
        final VerdictTable table = builder.build();

        key.ipv4(GUEST, WEB, TCP, 1, 2);
        assertThat(table.find(key)).isEqualTo(1);
        key.ipv6(0, GUEST, 0, WEB, TCP, 1, 2);
        assertThat(table.find(key)).isEqualTo(0);
    }

    @Test
    void shouldAskForGroupsOfBothSides() {
        builder.add(new VerdictMatch().sourceGroup(7).destinationGroup(9), 1);
        final VerdictTable table = builder.build();
        key.ipv4(GUEST, WEB, TCP, 1, 2);

        key.addSourceGroup(3);
        key.addSourceGroup(7);
        assertThat(table.find(key)).isEqualTo(VerdictTable.NONE);
        key.addDestinationGroup(9);
        assertThat(table.find(key)).isEqualTo(0);
        key.clearGroups();
        assertThat(table.find(key)).isEqualTo(VerdictTable.NONE);
    }

    @Test
    void shouldTakeAnyNumberOfGroups() {
        builder.add(new VerdictMatch().sourceGroup(99), 1);
        final VerdictTable table = builder.build();
        key.ipv4(GUEST, WEB, TCP, 1, 2);
        for (int group = 0; group < 100; group++) {
            key.addSourceGroup(group);
        }

        assertThat(table.find(key)).isEqualTo(0);
    }

    @Test
    void shouldRefuseWhatNoPacketHas() {
        assertThatThrownBy(() -> new VerdictMatch().source4(0, 33)).hasMessageContaining("0 .. 32, not 33");
        assertThatThrownBy(() -> new VerdictMatch().destination6(0, 0, -1)).hasMessageContaining("0 .. 128, not -1");
        assertThatThrownBy(() -> new VerdictMatch().protocol(256)).hasMessageContaining("0 .. 255, not 256");
        assertThatThrownBy(() -> new VerdictMatch().sourcePorts(5, 4)).hasMessageContaining("low end first");
        assertThatThrownBy(() -> new VerdictMatch().destinationGroup(-1)).hasMessageContaining("0 or more");
    }

    /** Steps, not time: a look-up in ten thousand rules takes a few more than one in a hundred, not a hundred times more. */
    @Test
    void shouldWalkNoFurtherThanTheLogarithmOfTheRules() {
        assertThat(tidy(100).longestWalk()).isLessThanOrEqualTo(16);
        assertThat(tidy(1_000).longestWalk()).isLessThanOrEqualTo(24);
        assertThat(tidy(10_000).longestWalk()).isLessThanOrEqualTo(32);
    }

    @Test
    void shouldTakeNoMoreMemoryThanItSays() {
        assertThat(tidy(10_000).bytes() / 10_000).isLessThan(150);
        for (final RandomVerdicts.Habit habit : RandomVerdicts.Habit.values()) {
            assertThat(table(habit, 2_000).bytes() / 2_000).as("%s", habit).isLessThan(400);
        }
    }

    private VerdictTable tidy(final int rules) {
        return table(RandomVerdicts.Habit.TIDY, rules);
    }

    private VerdictTable table(final RandomVerdicts.Habit habit, final int rules) {
        final VerdictTableBuilder many = new VerdictTableBuilder();
        final RandomVerdicts making = new RandomVerdicts(new Random(42), habit);
        for (int rule = 0; rule < rules; rule++) {
            many.add(making.rule(), rule);
        }
        return many.build();
    }

    @Test
    void shouldAllocateNothing() {
        final VerdictTable table = table(RandomVerdicts.Habit.GROUPED, 1_000);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        look(table, 20_000);

        final long before = threads.getCurrentThreadAllocatedBytes();
        final int found = look(table, 20_000);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(found).isPositive();
        // What the question itself costs, far less than a byte per look-up.
        assertThat(allocated).isLessThan(10_000);
    }

    private int look(final VerdictTable table, final int times) {
        int found = 0;
        for (int i = 0; i < times; i++) {
            key.ipv4(0x0a00_0000 | i * 31, 0x0a00_0000 | i * 17, TCP, i & 0xffff, 80);
            key.clearGroups();
            key.addSourceGroup(i % 40);
            key.addDestinationGroup(i % 37);
            found += table.find(key) == VerdictTable.NONE ? 0 : 1;
        }
        return found;
    }
}
