// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import net.vireo.lab.host.Commands.Done;
import net.vireo.lab.host.Place;

/**
 * A virtual machine as a place for programs.
 *
 * @param machine one that has booted
 */
record MachinePlace(QemuGuest machine) implements Place {
    @Override
    public Done run(final List<String> command, final long limitMs) throws InterruptedException {
        return machine.shell(quoted(command), limitMs);
    }

    @Override
    public Done runQuietly(final List<String> command, final long limitMs) throws InterruptedException {
        return machine.shell(quoted(command) + " 2> /dev/null", limitMs);
    }

    /** The log is not written: it is a file of another machine. */
    @Override
    public Running start(final List<String> command, final Path log) throws InterruptedException {
        final String pid = machine.run(quoted(command) + " > /dev/null 2>&1 < /dev/null & echo $!")
                .strip();
        return new Running() {
            @Override
            public boolean alive() throws InterruptedException {
                return machine.shell("kill -0 " + pid + " 2> /dev/null").ok();
            }

            @Override
            public void stop() throws InterruptedException {
                machine.shell("kill -9 " + pid + " 2> /dev/null");
            }
        };
    }

    private static String quoted(final List<String> command) {
        return command.stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }
}
