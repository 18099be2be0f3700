// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EpochTest {
    private final Epoch epoch = new Epoch();

    @Test
    void shouldPassAtOnceWithoutReaders() {
        assertThat(epoch.passed(epoch.mark())).isTrue();
    }

    @Test
    void shouldWaitForEveryReader() {
        final Epoch.Reader first = epoch.join();
        final Epoch.Reader second = epoch.join();
        first.back();
        second.back();
        final long mark = epoch.mark();

        first.quiescent();
        assertThat(epoch.passed(mark)).isFalse();
        second.quiescent();
        assertThat(epoch.passed(mark)).isTrue();
        assertThat(epoch.passed(epoch.mark())).as("a later period").isFalse();
    }

    @Test
    void shouldNotWaitForAReaderThatSleepsOrLeft() {
        final Epoch.Reader sleeper = epoch.join();
        final Epoch.Reader leaver = epoch.join();
        sleeper.back();
        leaver.back();
        final long mark = epoch.mark();

        sleeper.away();
        epoch.leave(leaver);
        assertThat(epoch.passed(mark)).isTrue();

        sleeper.back();
        assertThat(epoch.passed(epoch.mark())).as("awake again").isFalse();
    }
}
