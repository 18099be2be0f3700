// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import net.vireo.vrouter.flow.AgingPolicy;
import net.vireo.vrouter.flow.FlowClock;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowLayout;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.flow.HoldLimit;
import net.vireo.vrouter.table.Quiescence;
import net.vireo.vrouter.table.Settings;
import net.vireo.vrouter.table.Tables;
import org.junit.jupiter.api.Test;

/** Whether the table stays in order by itself. */
class FlowKeeperTest {
    private final Tables tables = new Tables(new Tables.Limits(16, 8, 64, 64));
    private final FlowTable table = FlowTable.anonymous(FlowLayout.of(1024, 1), Quiescence.NEVER);
    private final HoldLimit limit = new HoldLimit(1);
    private final FlowKeys key = new FlowKeys(1);

    private int miss(final int port, final int nowMs) {
        key.ipv4(0, 38, 17, port, 53, 1, 2);
        final int made = table.create(key, 0, nowMs);
        limit.made(0);
        return made;
    }

    @Test
    void shouldEmptyTheTableWhenNoAgentEverJudges() {
        final AgingPolicy policy = new AgingPolicy(9_000_000, 9_000_000, 9_000_000, 9_000_000, 9_000_000, 200);
        try (FlowKeeper keeper = new FlowKeeper(table, tables, limit, policy)) {
            keeper.start();
            for (int port = 1; port <= 500; port++) {
                assertThat(miss(port, FlowClock.nowMs())).isNotNegative();
            }
            assertThat(limit.waitingCount()).isPositive();
            await().atMost(Duration.ofSeconds(30)).until(() -> table.nextLive(0) == FlowTable.NONE);
            await().until(() -> limit.waitingCount() == 0);
        }
    }

    @Test
    void shouldGiveUpOnAFlowThatNobodyJudgesHoweverManyPacketsCome() {
        final FlowKeeper keeper = new FlowKeeper(table, tables, limit, AgingPolicy.DEFAULT);
        final int waiting = miss(1, 0);
        for (int nowMs = 0; nowMs <= 9_000; nowMs += 50) {
            table.touch(waiting, nowMs);
            keeper.tick(nowMs);
        }
        assertThat(table.live(waiting)).isTrue();
        for (int nowMs = 9_000; nowMs <= 16_000; nowMs += 50) {
            table.touch(waiting, nowMs);
            keeper.tick(nowMs);
        }
        assertThat(table.live(waiting)).isFalse();
    }

    @Test
    void shouldBringAClientsSettingsToTheHoldLimit() {
        final FlowKeeper keeper = new FlowKeeper(table, tables, limit, AgingPolicy.DEFAULT);
        tables.settings(new Settings(true, true, 2, 3, 100, 2, false, false));
        keeper.tick(0);
        miss(1, 0);
        miss(2, 0);
        assertThat(limit.tokenCount()).isEqualTo(3);
        assertThat(limit.admit()).isTrue();
        assertThat(limit.admit()).isTrue();
        assertThat(limit.admit()).isTrue();
        assertThat(limit.admit()).as("two wait, three tokens are gone").isFalse();
        keeper.tick(100);
        assertThat(limit.tokenCount()).isEqualTo(2);
        keeper.tick(150);
        assertThat(limit.tokenCount()).isEqualTo(2);
        keeper.tick(200);
        assertThat(limit.tokenCount()).isEqualTo(3);
        tables.settings(new Settings(true, true, -1, -1, -1, -1, false, false));
        keeper.tick(250);
        assertThat(limit.admit()).as("no limit").isTrue();
        assertThat(limit.tokenCount()).isZero();
    }
}
