// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.program;

import java.nio.file.Path;
import net.vireo.cli.node.NamesFile;
import net.vireo.cli.node.NodeNames;

/**
 * What the ids of a node are called, in its directory, where the tools read it: so ids outlive the agent. One thread.
 */
public final class NameJournal {
    private final Path directory;
    private NodeNames names;

    /**
     * Reads what is there.
     *
     * @throws net.vireo.cli.failure.CommandFailed when it cannot be read
     */
    public NameJournal(final Path directory) {
        this.directory = directory;
        names = NamesFile.read(directory);
    }

    NodeNames names() {
        return names;
    }

    /** Replaces the names; a file that says the same is left alone. */
    void write(final NodeNames wanted) {
        if (!wanted.equals(names)) {
            NamesFile.write(directory, wanted);
            names = wanted;
        }
    }
}
