// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Processor time so far, in clock ticks of a hundredth of a second (proc(5)).
 *
 * @param user of the lcore threads of some data planes
 * @param system of the same threads, in the kernel
 * @param busy of the whole machine
 * @param all of the whole machine, idle time included
 */
record CpuUse(long user, long system, long busy, long all) {
    private static final int USER_FIELD = 11;
    private static final int SYSTEM_FIELD = 12;
    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;
    private static final int MACHINE_FIELDS = 8;

    /** Now, over the lcores of these processes. */
    static CpuUse now(final List<Long> pids) {
        long user = 0;
        long system = 0;
        for (final long pid : pids) {
            for (final Path task : tasks(pid)) {
                final String stat = read(task.resolve("stat"));
                if (stat.contains("(lcore-")) {
                    final String[] fields =
                            stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                    user += Long.parseLong(fields[USER_FIELD]);
                    system += Long.parseLong(fields[SYSTEM_FIELD]);
                }
            }
        }
        final String[] machine =
                read(Path.of("/proc/stat")).lines().findFirst().orElse("").split(" +", -1);
        long all = 0;
        long idle = 0;
        for (int i = 0; i < MACHINE_FIELDS && i + 1 < machine.length; i++) {
            final long ticks = Long.parseLong(machine[i + 1]);
            all += ticks;
            idle += i == IDLE || i == IO_WAIT ? ticks : 0;
        }
        return new CpuUse(user, system, all - idle, all);
    }

    /** What was used since another reading. */
    CpuUse since(final CpuUse before) {
        return new CpuUse(user - before.user, system - before.system, busy - before.busy, all - before.all);
    }

    /** One phrase. */
    String text() {
        final int processors = Runtime.getRuntime().availableProcessors();
        final double spent = Math.max(1, (double) all / processors);
        final String machine = String.format(Locale.ROOT, "machine %.0f %% of %d00 %%", 100 * busy / spent, processors);
        return user + system == 0
                ? machine
                : String.format(
                        Locale.ROOT,
                        "lcores %.0f %% in Java + %.0f %% in the kernel, %s",
                        100 * user / spent,
                        100 * system / spent,
                        machine);
    }

    private static List<Path> tasks(final long pid) {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return tasks.toList();
        } catch (final IOException e) {
            return List.of(); // it is gone: it uses nothing
        }
    }

    private static String read(final Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (final IOException e) {
            return ""; // a thread that has just ended
        }
    }
}
