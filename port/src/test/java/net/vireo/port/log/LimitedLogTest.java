// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

class LimitedLogTest {
    private final Lines lines = new Lines();
    private long nowNs = Long.MAX_VALUE - 5; // clocks wrap
    private final LimitedLog log = new LimitedLog(lines, () -> nowNs);

    @Test
    void shouldWriteTenLinesAndSayThatThereAreMore() {
        for (int i = 0; i < 10_000; i++) {
            log.log(Level.INFO, "line " + i);
        }
        assertThat(lines.written).hasSize(11).startsWith("line 0", "line 1").contains("line 9");
        assertThat(lines.written.getLast()).isEqualTo("more lines like the last one are suppressed for now");
    }

    @Test
    void shouldSayHowManyWereSuppressedOnceLinesAreWrittenAgain() {
        for (int i = 0; i < 15; i++) {
            log.log(Level.INFO, "flood");
        }
        nowNs += LimitedLog.PERIOD_NS - 1;
        log.log(Level.INFO, "still");
        assertThat(lines.written).hasSize(11);
        nowNs += 1;
        log.log(Level.INFO, "later");
        assertThat(lines.written.subList(11, 13))
                .containsExactly("6 more lines like the next one were suppressed", "later");
    }

    @Test
    void shouldSayNothingAboutSuppressionWhenNoneHappened() {
        for (int period = 0; period < 5; period++) {
            for (int i = 0; i < LimitedLog.LINES; i++) {
                log.log(Level.WARNING, "slow");
            }
            nowNs += LimitedLog.PERIOD_NS;
        }
        assertThat(lines.written).hasSize(50).containsOnly("slow");
    }

    @Test
    void shouldNeitherCountNorMakeLinesThatNobodyWants() {
        for (int i = 0; i < 100; i++) {
            log.log(Level.DEBUG, () -> {
                throw new AssertionError("made");
            });
        }
        log.log(Level.ERROR, "wanted", new IllegalStateException("cause"));
        assertThat(lines.written).containsExactly("wanted: cause");
    }

    /** A logger that keeps its lines, INFO and above. */
    private static final class Lines implements Logger {
        private final List<String> written = new ArrayList<>();

        @Override
        public String getName() {
            return "lines";
        }

        @Override
        public boolean isLoggable(final Level level) {
            return level.getSeverity() >= Level.INFO.getSeverity();
        }

        @Override
        public void log(final Level level, final ResourceBundle bundle, final String message, final Throwable thrown) {
            written.add(message + ": " + thrown.getMessage());
        }

        @Override
        public void log(
                final Level level, final ResourceBundle bundle, final String format, final Object... parameters) {
            written.add(format);
        }
    }
}
