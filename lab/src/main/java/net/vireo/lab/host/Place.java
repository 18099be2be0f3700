// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import net.vireo.lab.host.Commands.Done;

/** Where programs run: in a network namespace of this machine, or in a machine of its own. One thread at a time. */
public interface Place {
    /** A program that goes on by itself. */
    interface Running {
        /** Whether it has not ended. */
        boolean alive() throws InterruptedException;

        /** Ends it; one that ended already is no error. */
        void stop() throws InterruptedException;
    }

    /**
     * Runs a program to its end.
     *
     * @param limitMs it is killed after this many milliseconds
     */
    Done run(List<String> command, long limitMs) throws InterruptedException;

    /** The same, but what the program prints as an error is left out of the output. */
    Done runQuietly(List<String> command, long limitMs) throws InterruptedException;

    /**
     * Starts a program that goes on by itself.
     *
     * @param log a file of this machine that gets what it prints, if its place can write there
     */
    Running start(List<String> command, Path log) throws InterruptedException;

    /** @param space the file of a network namespace */
    static Place inNamespace(final Path space) {
        return inNamespace(command -> Commands.inside(space, command));
    }

    /**
     * With name servers of its own.
     *
     * @param resolver the file that names them, once it is there
     */
    static Place inNamespace(final Path space, final Path resolver) {
        return inNamespace(command -> Commands.inside(space, resolver, command));
    }

    private static Place inNamespace(final UnaryOperator<List<String>> inside) {
        return new Place() {
            @Override
            public Done run(final List<String> command, final long limitMs) throws InterruptedException {
                return Commands.run(inside.apply(command), limitMs);
            }

            @Override
            public Done runQuietly(final List<String> command, final long limitMs) throws InterruptedException {
                return Commands.runQuietly(inside.apply(command), limitMs);
            }

            @Override
            public Running start(final List<String> command, final Path log) {
                final Process process = Commands.start(inside.apply(command), log);
                return new Running() {
                    @Override
                    public boolean alive() {
                        return process.isAlive();
                    }

                    @Override
                    public void stop() throws InterruptedException {
                        process.destroyForcibly();
                        process.waitFor();
                    }
                };
            }
        };
    }
}
