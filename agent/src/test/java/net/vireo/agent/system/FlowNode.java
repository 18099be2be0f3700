// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.vrouter.Vrouter;
import net.vireo.vrouter.VrouterConfig;
import net.vireo.vrouter.flow.FlowReader;
import net.vireo.vrouter.flow.FlowRecord;

/** An agent, a data plane, and guests with the addresses that they are configured with. */
final class FlowNode implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path directory;
    private final Path node;
    private final Path config;
    private final List<AutoCloseable> guests = new ArrayList<>();
    private final Vrouter vrouter;
    private RunningAgent agent;
    private String agentLines = "";
    private boolean isLinkGone;

    FlowNode(final Path directory) throws IOException {
        this(directory, VrouterConfig.of("compute1", directory.resolve("node")));
    }

    FlowNode(final Path directory, final VrouterConfig settings) throws IOException {
        this.directory = directory;
        node = directory.resolve("node");
        config = Files.createDirectory(directory.resolve("config"));
        try (RtNetlink links = RtNetlink.open()) {
            links.setUp(links.addVeth("fabric0", "fabric1"));
        }
        vrouter = Vrouter.start(settings);
    }

    /** A port of network red, with address 10.1.0.HOST and another line of its own, or nothing. */
    static String port(final String name, final int host, final String more) {
        return port(name, "red", "10.1.0." + host, host, more);
    }

    static String port(
            final String name, final String network, final String address, final int number, final String more) {
        return """
            ---
            kind: Port
            apiVersion: vireo.net/v1
            uuid: 0aa1b2c3-0000-4000-8000-00000000000%d
            name: %s
            network: %s
            mac: 02:00:00:00:01:0%d
            addresses: %s
            device: tap-%s
            %s
            """.formatted(number, name, network, number, address, name, more);
    }

    /** Another line of the node's own settings. Before {@link #start}. */
    void agent(final String line) {
        agentLines += line + "\n";
    }

    /** Starts the agent with these ports, which {@link #port} made. */
    void start(final String guestPorts) throws IOException {
        write(
                "node.yaml",
                GuestPair.CONFIG.replace("fabric: {device: fabric0}", "fabric: {device: fabric0}\n" + agentLines)
                        + guestPorts);
        startAgent();
        settle((int) guestPorts.lines().filter("kind: Port"::equals).count());
    }

    void startAgent() {
        agent = new RunningAgent(node, config);
    }

    void stopAgent() {
        agent.close();
        agent = null;
    }

    /** Writes a file of the configuration, as editors do: beside it, then in its place. */
    void write(final String file, final String text) throws IOException {
        final Path beside = config.resolve(file + ".new");
        Files.writeString(beside, text);
        Files.move(beside, config.resolve(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Waits until nothing is left to do, and so many ports are there. */
    void settle(final int active) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(agent.status())
                        .containsEntry("dataPlane", "connected")
                        .containsEntry("activePorts", (long) active)
                        .containsEntry("problems", 0L)
                        .containsEntry("refused", 0L)
                        .containsEntry("settling", false));
    }

    /** What a file of the configuration says. */
    String file(final String name) throws IOException {
        return Files.readString(config.resolve(name));
    }

    /** The namespace and the device of a guest that has no address: it only looks. */
    GuestLink link(final String port) throws IOException {
        final GuestLink link = new GuestLink(directory, port);
        guests.addFirst(link);
        link.take("tap-" + port, 0x0200_0000_0199L);
        return link;
    }

    /** A machine at the other end of the fabric with an address, and the node's own address for its host. */
    GuestLink outside(final int address, final int host) throws IOException {
        final GuestLink link = new GuestLink(directory, "outside");
        guests.addFirst(link);
        link.take("fabric1", 0x0200_0000_0250L);
        // It goes with the namespace of its other end.
        isLinkGone = true;
        try (RtNetlink links = RtNetlink.open(link.namespace())) {
            links.addAddress(links.link("fabric1").index(), address, 24);
        }
        try (RtNetlink links = RtNetlink.open()) {
            final int vhost = links.link("vhost0").index();
            links.addAddress(vhost, host, 24);
            links.setUp(vhost);
        }
        return link;
    }

    /** The rule behind a flow's slot, as tools are told. */
    String rule(final Map<String, Object> flow, final String slotName) throws IOException {
        final int slot = number(flow, slotName);
        final Map<?, ?> page = agent.page("flow-rules?from=" + slot);
        final List<?> first = (List<?>) ((List<?>) page.get("flows")).getFirst();
        assertThat(first.get(0)).isEqualTo((long) slot);
        assertThat(first.get(1)).isEqualTo((long) inTable(slot).generation());
        return String.valueOf(((List<?>) page.get("rules")).get(Math.toIntExact((Long) first.get(2))));
    }

    /** The guest behind a port, with an address and a way out. */
    UdpGuest guest(final String port, final String address) throws IOException {
        final String device = "tap-" + port;
        final GuestLink link = new GuestLink(directory, port);
        guests.addFirst(link);
        final int host = UdpGuest.number(address) & 0xff;
        link.take(device, 0x0200_0000_0100L | host);
        try (RtNetlink links = RtNetlink.open(directory.resolve(port))) {
            final int index = links.link(device).index();
            links.addAddress(index, UdpGuest.number(address), 24);
            links.addRoute(0, 0, UdpGuest.number(address) & ~0xff | 1, index);
        }
        final UdpGuest guest = new UdpGuest(directory.resolve(port), device);
        guests.addFirst(guest);
        return guest;
    }

    List<Map<String, Object>> rows(final String table) throws IOException {
        return agent.table(table);
    }

    /** How often the agent was asked about a flow. */
    long flowMisses() throws IOException {
        return rows("packets").stream()
                .filter(row -> row.get("kind").equals("flow misses"))
                .mapToLong(row -> (Long) row.get("received"))
                .sum();
    }

    /** A number of the summary. */
    long summary(final String name) throws IOException {
        return (Long) rows("flow-summary").getFirst().get(name);
    }

    /** Flows from one port to another, of UDP and TCP. */
    List<Map<String, Object>> flows(final String from, final String to) throws IOException {
        return rows("flows").stream()
                .filter(row -> row.get("from").equals(from) && row.get("to").equals(to))
                .filter(row -> (Long) row.get("sourcePort") != 0 || (Long) row.get("destinationPort") != 0)
                .toList();
    }

    /** The flow to a port, or from it. */
    Map<String, Object> flow(final int port) throws IOException {
        return rows("flows").stream()
                .filter(row -> row.get("destinationPort").equals((long) port)
                        || row.get("sourcePort").equals((long) port) && (Long) row.get("destinationPort") < port)
                .findFirst()
                .orElse(Map.of());
    }

    static int number(final Map<String, Object> row, final String key) {
        return Math.toIntExact((Long) row.get(key));
    }

    /** A slot of the data plane's table. */
    FlowRecord inTable(final int slot) throws IOException {
        return FlowReader.open(node.resolve("flow")).flow(slot);
    }

    @Override
    public void close() {
        if (agent != null) {
            agent.close();
        }
        vrouter.close();
        for (final AutoCloseable guest : guests) {
            try {
                guest.close();
            } catch (final Exception e) {
                throw new IllegalStateException(e);
            }
        }
        if (!isLinkGone) {
            try (RtNetlink links = RtNetlink.open()) {
                links.delete(links.link("fabric0").index());
            }
        }
    }
}
