// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.vireo.lab.host.LabAgent;
import net.vireo.lab.host.LabException;
import net.vireo.lab.host.LabFiles;
import net.vireo.lab.topology.AgentFiles;
import net.vireo.lab.topology.Family;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.LabPolicy;
import net.vireo.lab.topology.Scenarios;
import tools.jackson.databind.JsonNode;

/**
 * A connection before, with and after a rule. A guest says a line five times a second to a port that sends it back: what
 * came back is in a file, which grows as long as both directions pass. For one thread.
 */
final class PolicyStory implements AutoCloseable {
    private static final Guest SERVER = Scenarios.TWO_NODES.guest(LabPolicy.GUARDED);
    private static final Guest CLIENT = Scenarios.TWO_NODES.guest(LabPolicy.ASKING);

    /** The node whose policy decides: the guarded guest's. */
    static final String NODE = SERVER.node();

    private static final String ADDRESS = SERVER.address(Family.IPV4).toString();
    private static final String PORT = String.valueOf(LabPolicy.CLOSED_PORT);
    private static final String PAGE = "node=" + NODE + "&screen=map";

    /** Whatever happens, nothing of this goes on for longer. */
    private static final String LIMIT_S = "600";

    private static final String SERVE = "exec busybox timeout " + LIMIT_S + " busybox nc -ll -p " + PORT + " -e cat";
    private static final String TALK = "until [ -s %1$s ]; do while sleep 0.2; do echo tick; done | busybox timeout "
            + LIMIT_S + " busybox nc -w 2 " + ADDRESS + " " + PORT + " > %1$s; done";
    private static final int NONE = -1;
    private static final long STILL_MS = 2000;

    private final LabFiles files;
    private final Path echoes;
    private Process server;
    private Process client;

    /** Where the open connection is in the table, and others that were tried before it came up. */
    private Set<Integer> open = Set.of();

    PolicyStory(final LabFiles files) {
        this.files = files;
        echoes = files.lab().resolve("policy.echoes");
    }

    List<Step> steps() {
        return List.of(
                new Step(
                        "Refused",
                        SERVER.name() + " serves TCP port " + PORT
                                + ", but its security group does not open it: the agent"
                                + " denies the flow, and the data plane drops its packets.",
                        PAGE,
                        this::refused),
                new Step(
                        "A rule is added",
                        "One line more in the agent's file of groups opens the port: the next connection comes up, and its"
                                + " flow forwards.",
                        PAGE,
                        this::added),
                new Step(
                        "The rule is removed",
                        "The line is taken away while the connection is open: its flow is revoked, and nothing passes any"
                                + " more.",
                        PAGE,
                        this::removed));
    }

    private void refused(final Stagehand stage) throws InterruptedException {
        server = stage.start("lab", "shell", SERVER.name(), "--", "sh", "-c", SERVE);
        stage.claimWithin(
                Script.limitS(),
                SERVER.name() + " listens on port " + PORT,
                () -> stage.attempt("lab", "shell", SERVER.name(), "--", "busybox", "netstat", "-ltn")
                        .output()
                        .contains(":" + PORT + " "),
                () -> "");
        stage.show(line -> true, "lab", "shell", CLIENT.name(), "--", "busybox", "nc", "-w", "2", ADDRESS, PORT);
        claimFlow(stage, "the flow of " + CLIENT.name() + " is denied, and the table says why", "drop", Set.of());
    }

    private void added(final Stagehand stage) throws InterruptedException {
        write(stage, List.of(LabPolicy.CLOSED_PORT));
        talk(stage);
        stage.claimWithin(Script.limitS(), "what " + CLIENT.name() + " says comes back", () -> echoed() > 0, () -> "");
        open = claimFlow(stage, "its flow forwards", "forward", Set.of());
    }

    private void removed(final Stagehand stage) throws InterruptedException {
        final long before = echoed();
        stage.claimWithin(
                Script.limitS(), "until now it goes on", () -> echoed() > before, () -> echoed() + " bytes came back");
        write(stage, List.of());
        claimFlow(stage, "the same flow is revoked", "drop", open);
        stage.claimWithin(Script.limitS(), "nothing comes back any more", this::isStill, () -> echoed() + " bytes");
    }

    /** The rule holds from the agent's next look at its files on: until then a connection is refused, and begun again. */
    private void talk(final Stagehand stage) throws InterruptedException {
        client = stage.start("lab", "shell", CLIENT.name(), "--", "sh", "-c", String.format(TALK, echoes));
    }

    private void write(final Stagehand stage, final List<Integer> ports) throws InterruptedException {
        LabAgent.replace(files, NODE, AgentFiles.POLICY, LabPolicy.text(ports));
        stage.show(
                line -> line.contains("tcp"),
                "lab",
                "shell",
                NODE,
                "--",
                "cat",
                files.agentConfig(NODE).resolve(AgentFiles.POLICY).toString());
    }

    /**
     * @param wanted where one of them has to be, or empty: anywhere
     * @return where such flows are
     */
    private Set<Integer> claimFlow(
            final Stagehand stage, final String text, final String action, final Set<Integer> wanted)
            throws InterruptedException {
        final Seen[] seen = {Seen.NOTHING};
        stage.claimWithin(
                Script.limitS(),
                text,
                () -> {
                    seen[0] = flow(stage, action, wanted);
                    return !seen[0].indices.isEmpty();
                },
                () -> seen[0].text);
        stage.show(line -> line.contains(":" + PORT) || line.contains("Action:D"), "flow", "-l", "--node", NODE);
        return seen[0].indices;
    }

    /** Flows of the table, and one of them in words. */
    private record Seen(Set<Integer> indices, String text) {
        static final Seen NOTHING = new Seen(Set.of(), "no such flow");
    }

    /** What the table has of the connection with this action, in one of these places or anywhere. */
    private static Seen flow(final Stagehand stage, final String action, final Set<Integer> wanted) {
        final Set<Integer> indices = new TreeSet<>();
        String text = "";
        try {
            for (final JsonNode flow : stage.json("flow", "--node", NODE).path("flows")) {
                if (flow.path("destinationPort").asInt(0) == LabPolicy.CLOSED_PORT
                        && flow.path("destination").asString("").equals(ADDRESS)
                        && (wanted.isEmpty()
                                || wanted.contains(flow.path("index").asInt(NONE)))
                        && flow.path("action").asString("").equals(action)) {
                    final String reason = flow.path("dropReason").asString("");
                    final int index = flow.path("index").asInt(NONE);
                    indices.add(index);
                    text = "flow " + index + ", " + action + (reason.isEmpty() ? "" : ", " + reason);
                }
            }
        } catch (final InterruptedException told) {
            Thread.currentThread().interrupt();
        }
        return indices.isEmpty() ? Seen.NOTHING : new Seen(indices, text);
    }

    private long echoed() {
        try {
            return Files.size(echoes);
        } catch (final IOException notYet) {
            return 0;
        }
    }

    private boolean isStill() {
        final long before = echoed();
        try {
            Thread.sleep(STILL_MS);
        } catch (final InterruptedException told) {
            Thread.currentThread().interrupt();
            return false;
        }
        return echoed() == before;
    }

    /** The lab is as it was: the rule is gone, and so are both programs. */
    @Override
    public void close() {
        if (Files.isDirectory(files.agentConfig(NODE))) {
            LabAgent.replace(files, NODE, AgentFiles.POLICY, LabPolicy.text(List.of()));
        }
        for (final Process started : new Process[] {client, server}) {
            if (started != null) {
                started.descendants().forEach(ProcessHandle::destroy);
                started.destroy();
            }
        }
        try {
            Files.deleteIfExists(echoes);
        } catch (final IOException e) {
            throw new LabException("cannot delete what 'vireo lab policy' wrote: " + e, e);
        }
    }
}
