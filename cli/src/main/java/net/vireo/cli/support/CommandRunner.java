// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.support;

/** Runs a command line of this program and gives what it printed. */
@FunctionalInterface
public interface CommandRunner {
    /** What it printed on both streams, with its exit code in a last line when it is not 0. */
    String run(String... arguments);
}
