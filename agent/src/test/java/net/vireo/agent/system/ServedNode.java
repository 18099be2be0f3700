// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.vrouter.Vrouter;
import net.vireo.vrouter.VrouterConfig;

/** A data plane and its agent, with a configuration, and two guests whose devices it has made. */
final class ServedNode implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(90);

    final GuestLink left;
    final GuestLink right;
    RunningAgent agent;
    private final Vrouter vrouter;
    private final Path config;
    private final Path nodeDirectory;

    /** @param text its ports have the devices tapleft and tapright, and MACs that end with 01:04 and 01:05 */
    ServedNode(final Path directory, final String text) throws IOException {
        final Path node = directory.resolve("node");
        nodeDirectory = node;
        config = Files.createDirectory(directory.resolve("config"));
        Files.writeString(config.resolve("node.yaml"), text);
        try (RtNetlink links = RtNetlink.open()) {
            links.setUp(links.addVeth("fabric0", "fabric1"));
        }
        left = new GuestLink(directory, "left");
        right = new GuestLink(directory, "right");
        vrouter = Vrouter.start(VrouterConfig.of("compute1", node));
        agent = new RunningAgent(node, config);
        left.take("tapleft", 0x0200_0000_0104L);
        right.take("tapright", 0x0200_0000_0105L);
        settle(2);
    }

    /** Another agent, after the one that was there. */
    void restartAgent() {
        agent.close();
        agent = new RunningAgent(nodeDirectory, config);
    }

    /** Changes the configuration, or adds to it. */
    void configure(final String file, final String text) throws IOException {
        final Path written = config.resolve(file + ".new");
        Files.writeString(written, text);
        Files.move(written, config.resolve(file), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    /** Gives the host's end of the data plane the node's address, as an administrator does. */
    void giveHostItsAddress(final int address) {
        try (RtNetlink links = RtNetlink.open()) {
            final int index = links.link("vhost0").index();
            links.addAddress(index, address, 24);
            links.setUp(index);
        }
    }

    /** Waits until nothing is left to do, and so many ports are there. */
    void settle(final int active) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(agent.status())
                        .containsEntry("dataPlane", "connected")
                        .containsEntry("activePorts", (long) active)
                        .containsEntry("refused", 0L)
                        .containsEntry("settling", false));
    }

    @Override
    public void close() {
        agent.close();
        vrouter.close();
        left.close();
        right.close();
        try (RtNetlink links = RtNetlink.open()) {
            links.delete(links.link("fabric0").index());
        }
    }
}
