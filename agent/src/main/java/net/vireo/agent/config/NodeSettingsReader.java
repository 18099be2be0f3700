// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.vireo.cli.desired.NodeFile;
import net.vireo.cli.yaml.Fields;
import net.vireo.cli.yaml.Problems;
import net.vireo.cli.yaml.SocketFields;
import net.vireo.cli.yaml.Yaml;
import net.vireo.vrouter.table.VhostSocket;
import net.vireo.vrouter.table.Vif;

/**
 * Reads {@code kind: Agent}:
 *
 * <pre>{@code
 * name: compute1
 * address: 192.0.2.1
 * fabric: {device: fabric0, mac: 52:54:00:aa:00:01, mtu: 1500}   # or vhost-user: PATH, or virtio-user: PATH
 * encapsulation: [udp, gre, vxlan]                               # the best first; default udp
 * name-servers: [192.0.2.53]
 * metadata: {address: 192.0.2.10, port: 8775, secret: WORD}     # or {mode: built-in}: the agent answers
 * flow-ageing: 180                                               # seconds, for flows that are neither TCP nor ICMP; or:
 * flow-ageing: {tcp: 7440, opening: 240, udp: 180, icmp: 60, other: 180, services: [{protocol: udp, port: 53, seconds: 5}]}
 * flow-setup: fast                                               # lcores judge what they can; default trap: the agent all
 * flow-table: socket                                             # how the agent reads flows, with flow-limits: FlowSettingsReader
 * }</pre>
 */
final class NodeSettingsReader {
    private static final int MIN_MTU_BYTES = 576;
    private static final int MAX_MTU_BYTES = 9500;
    private static final int DEFAULT_MTU_BYTES = 1500;
    private static final int METADATA_PORT = 8775;
    private static final String FLOW_SETUP_EXPECTED =
            "trap (the agent judges every new flow) or fast (lcores judge what they can)";

    /** Without a MAC in the file: locally administered, and the node's address in its last four octets. */
    private static final long MADE_MAC = 0x0256_0000_0000L;

    private static final String PATH_EXPECTED =
            "an absolute path of at most " + SocketFields.MAX_PATH_LENGTH + " characters";
    private static final List<String> SOCKETS = List.of("vhost-user", "virtio-user");

    private final Problems problems;

    NodeSettingsReader(final Problems problems) {
        this.problems = problems;
    }

    NodeSettings read(final Fields fields) {
        final String name = fields.name("name");
        final int address = fields.address("address");
        final Fields fabric = fields.mapping("fabric", "the device that reaches the other nodes, device: NAME");
        final String kind = SOCKETS.stream().filter(fabric::has).findFirst().orElse("device");
        final boolean device = kind.equals("device");
        final Optional<VhostSocket> socket = device
                ? Optional.empty()
                : Optional.of(SocketFields.read(
                        fabric, kind.equals("virtio-user") ? SocketFields.CLIENT : SocketFields.SERVER));
        final NodeSettings settings = new NodeSettings(
                name,
                address,
                device ? fabric.device("device", "") : path(fabric, kind),
                socket,
                fabric.mac("mac", MADE_MAC | Integer.toUnsignedLong(address)),
                fabric.number("mtu", MIN_MTU_BYTES, MAX_MTU_BYTES, DEFAULT_MTU_BYTES),
                encaps(fields),
                fields.hosts("name-servers"),
                metadata(fields),
                new FlowAgeingReader(problems).read(fields),
                flowSetup(fields),
                FlowSettingsReader.read(fields));
        fabric.finish();
        return settings;
    }

    private String path(final Fields fabric, final String kind) {
        final String path = fabric.text(kind, PATH_EXPECTED);
        if (!path.isEmpty() && (!path.startsWith("/") || path.length() > SocketFields.MAX_PATH_LENGTH)) {
            problems.add(fabric.place(kind), kind + " is '" + path + "', expected " + PATH_EXPECTED);
        }
        return kind.equals("virtio-user") ? Vif.VIRTIO_USER + path : path;
    }

    private List<NodeFile.Encap> encaps(final Fields fields) {
        final String expected = "udp, gre or vxlan, the best first";
        final List<NodeFile.Encap> encaps = new ArrayList<>();
        for (final Yaml.Scalar word : fields.words("encapsulation", expected)) {
            encap(word.text())
                    .ifPresentOrElse(
                            encaps::add,
                            () -> problems.add(word, "encapsulation is '" + word.text() + "', expected " + expected));
        }
        return encaps.isEmpty() ? List.of(NodeFile.Encap.UDP) : List.copyOf(encaps);
    }

    private NodeSettings.FlowSetupMode flowSetup(final Fields fields) {
        final String word =
                fields.optionalText("flow-setup", FLOW_SETUP_EXPECTED).orElse("trap");
        return switch (word) {
            case "trap" -> NodeSettings.FlowSetupMode.TRAP;
            case "fast" -> NodeSettings.FlowSetupMode.FAST;
            default -> {
                problems.add(
                        fields.place("flow-setup"), "flow-setup is '" + word + "', expected " + FLOW_SETUP_EXPECTED);
                yield NodeSettings.FlowSetupMode.TRAP;
            }
        };
    }

    /** An encapsulation by its word. */
    static Optional<NodeFile.Encap> encap(final String word) {
        return List.of(NodeFile.Encap.values()).stream()
                .filter(encap -> encap.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
    }

    private static Optional<NodeSettings.Metadata> metadata(final Fields fields) {
        if (!fields.has("metadata")) {
            return Optional.empty();
        }
        final Fields metadata = fields.mapping("metadata", "{address: ADDRESS, secret: WORD} or {mode: built-in}");
        final boolean builtIn =
                metadata.oneOf("mode", List.of("nova", "built-in"), "nova").equals("built-in");
        final NodeSettings.Metadata read = builtIn
                ? new NodeSettings.Metadata(true, 0, 0, "")
                : new NodeSettings.Metadata(
                        false,
                        metadata.address("address"),
                        metadata.number("port", 1, 65_535, METADATA_PORT),
                        metadata.text("secret", "the word that the metadata service knows too"));
        metadata.finish();
        return Optional.of(read);
    }
}
