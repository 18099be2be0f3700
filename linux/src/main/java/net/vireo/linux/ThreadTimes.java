// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the kernel's scheduler gave a thread since it began (Linux, Documentation/scheduler/sched-stats).
 *
 * @param runNs how long it has run on a CPU
 * @param waitNs how long it was ready to run and had no CPU
 */
public record ThreadTimes(long runNs, long waitNs) {
    /** Of a thread that nothing is known about. */
    public static final ThreadTimes NONE = new ThreadTimes(0, 0);

    /**
     * Reads them.
     *
     * @param task the thread's directory, see {@link ProcessThreads#ownTask}
     * @return {@link #NONE} when the thread has ended or the kernel keeps no such numbers
     */
    public static ThreadTimes of(final Path task) {
        try {
            return parse(Files.readString(task.resolve("schedstat")));
        } catch (final IOException unknown) {
            return NONE;
        }
    }

    /** @return {@link #NONE} for what is no line of two numbers and more */
    static ThreadTimes parse(final String line) {
        final String[] words = line.strip().split(" ", -1);
        try {
            return words.length < 2 ? NONE : new ThreadTimes(Long.parseLong(words[0]), Long.parseLong(words[1]));
        } catch (final NumberFormatException unknown) {
            return NONE;
        }
    }
}
