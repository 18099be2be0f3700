// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import net.vireo.agent.Samples;
import net.vireo.agent.config.ConfigDirectory;
import net.vireo.agent.oper.OperBuilder;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.oper.PluggedPort;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.tables.NodeState;

/** The database that an agent would have of the sample's files, and of more that a test writes. */
final class Database {
    private final Path files;
    private final Map<UUID, PluggedPort> plugged = new HashMap<>();
    private int count;

    Database(final Path files) throws IOException {
        this.files = Samples.write(files);
    }

    /** Adds a document. */
    Database with(final String text) throws IOException {
        Files.writeString(files.resolve("6" + count++ + "-more.yaml"), text);
        return this;
    }

    /** Says that all documents of a file of the sample read otherwise. */
    Database replacing(final String file, final String text) throws IOException {
        Files.writeString(files.resolve(file), text);
        return this;
    }

    /** Brings port vm2 a device, which its file has not. */
    Database plug(final boolean enabled) {
        final UUID uuid = UUID.fromString(Samples.VM2);
        plugged.put(uuid, new PluggedPort(uuid, "tap-vm2", Optional.empty(), enabled));
        return this;
    }

    /** @throws AssertionError when a file is wrong */
    OperState state() {
        final ConfigDirectory directory = new ConfigDirectory(files);
        final OperState state = OperBuilder.build(directory.current(), plugged, new NodeNames(""), new NodeState());
        if (!directory.problems().isEmpty()) {
            throw new AssertionError(directory.problems());
        }
        return state;
    }
}
