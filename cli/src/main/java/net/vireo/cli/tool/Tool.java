// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.tool;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import net.vireo.cli.node.NodeDirectory;
import net.vireo.cli.node.NodeNames;
import net.vireo.sandesh.VrouterClient;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every command that talks to a data plane has in common. One instance serves one run. */
public abstract class Tool implements Callable<Integer> {
    /** The command did what it was asked. */
    protected static final int OK = 0;

    @Spec
    private CommandSpec command;

    @Mixin
    private NodeTarget target;

    @Mixin
    private OutputOptions output;

    private NodeDirectory directory;
    private NodeNames names;

    /** Made by picocli. */
    protected Tool() {}

    /** The node that was chosen. */
    protected final NodeDirectory node() {
        if (directory == null) {
            directory = target.isGiven() ? target.directory() : chosen();
        }
        return directory;
    }

    /** Whether the command line names the directory of a socket and no node. */
    protected final boolean isSocketDirectoryGiven() {
        return target.isSocketDirectory();
    }

    /** The name of the node that the command line or the environment asks for, empty when neither does. */
    protected final String givenNode() {
        return target.name();
    }

    /** The node when the command line names none. */
    protected NodeDirectory chosen() {
        return target.directory();
    }

    /** What its ids are called; no names with {@code --plain}. */
    protected final NodeNames names() {
        if (names == null) {
            names = output.plain() ? new NodeNames(node().name()) : node().names();
        }
        return names;
    }

    /** How to print. */
    protected final OutputOptions output() {
        return output;
    }

    /** A connection to the node's control socket. */
    protected final VrouterClient connect() {
        return VrouterClient.connect(node().socket());
    }

    /** An empty JSON document that starts with the node's name. */
    protected final Map<String, Object> document() {
        final Map<String, Object> document = new LinkedHashMap<>();
        if (!node().name().isEmpty()) {
            document.put("node", node().name());
        }
        return document;
    }

    /** The options contradict each other or one is missing: exit code 2 with this sentence. */
    protected final ParameterException usage(final String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }

    /** Refuses more than one of the operations that exclude each other. */
    protected final void atMostOne(final String names, final boolean... given) {
        int count = 0;
        for (final boolean option : given) {
            count += option ? 1 : 0;
        }
        if (count > 1) {
            throw usage("choose one of " + names);
        }
    }
}
