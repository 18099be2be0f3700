// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.log;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Log lines of one kind that a peer can provoke: at most ten in ten seconds, so that no peer can fill a disk or hold up
 * the thread that writes. What is left out is counted, and the count is written with the next line that may be. Any
 * thread; one instance for each kind of line.
 */
public final class LimitedLog {
    /** So many lines in {@link #PERIOD_NS}. */
    public static final int LINES = 10;

    /** Ten seconds, from the first line on. */
    public static final long PERIOD_NS = TimeUnit.SECONDS.toNanos(10);

    private final Logger log;
    private final LongSupplier clockNs;
    private long periodStartNs;
    private int written;
    private long suppressed;

    /** Writes to the logger of a class. */
    public LimitedLog(final Class<?> owner) {
        this(System.getLogger(owner.getName()), System::nanoTime);
    }

    LimitedLog(final Logger log, final LongSupplier clockNs) {
        this.log = log;
        this.clockNs = clockNs;
        periodStartNs = clockNs.getAsLong();
    }

    /** Writes a line, or counts it. */
    public void log(final Level level, final String line) {
        log(level, () -> line);
    }

    /** Writes a line, or counts it; the line is only made when it is written. */
    public void log(final Level level, final Supplier<String> line) {
        if (log.isLoggable(level) && mayWrite(level)) {
            log.log(level, line);
        }
    }

    /** Writes a line with what caused it, or counts it. */
    public void log(final Level level, final String line, final Throwable cause) {
        if (log.isLoggable(level) && mayWrite(level)) {
            log.log(level, line, cause);
        }
    }

    private synchronized boolean mayWrite(final Level level) {
        final long nowNs = clockNs.getAsLong();
        if (nowNs - periodStartNs >= PERIOD_NS) {
            if (suppressed > 0) {
                log.log(level, suppressed + " more lines like the next one were suppressed");
            }
            periodStartNs = nowNs;
            written = 0;
            suppressed = 0;
        }
        if (written < LINES) {
            written++;
            return true;
        }
        if (suppressed++ == 0) {
            // In case that no line follows that could tell the number.
            log.log(level, "more lines like the last one are suppressed for now");
        }
        return false;
    }
}
