// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.port;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.agent.config.VirtualGateway;
import net.vireo.cli.text.JsonText;
import net.vireo.cli.text.JsonValue;

/** The gateways that were added, in memory and in one file: a request holds for all that it names, or for none. One thread. */
final class GatewayTable {
    private final Path file;
    private final Map<String, VirtualGateway> byDevice = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    /** Reads what was added before. */
    GatewayTable(final Path file) {
        this.file = file;
        if (Files.exists(file)) {
            try {
                GatewayReader.read(JsonValue.parse(Files.readString(file)))
                        .forEach(gateway -> byDevice.put(gateway.device(), gateway));
            } catch (final PortRefused | JsonValue.Malformed | IOException e) {
                problems.add(file + ": " + e.getMessage() + "; remove it, and add the gateways again");
            }
        }
    }

    /** Adds gateways, in place of what their interfaces were. */
    void add(final List<VirtualGateway> gateways) throws IOException {
        final Map<String, VirtualGateway> now = new LinkedHashMap<>(byDevice);
        gateways.forEach(gateway -> now.put(gateway.device(), gateway));
        keep(now);
    }

    /** @throws PortRefused when one is not there */
    void delete(final List<String> devices) throws IOException, PortRefused {
        final Map<String, VirtualGateway> now = new LinkedHashMap<>(byDevice);
        for (final String device : devices) {
            if (now.remove(device) == null) {
                throw new PortRefused(PortRefused.NOT_FOUND, "no gateway was added with interface " + device);
            }
        }
        keep(now);
    }

    private void keep(final Map<String, VirtualGateway> now) throws IOException {
        if (now.isEmpty()) {
            DurableFile.delete(file);
        } else {
            DurableFile.write(
                    file,
                    JsonText.pretty(
                            now.values().stream().map(GatewayReader::tree).toList()));
        }
        byDevice.clear();
        byDevice.putAll(now);
        problems.clear();
    }

    /** All of them. */
    List<VirtualGateway> all() {
        return List.copyOf(byDevice.values());
    }

    /** Why the file says nothing, as long as it is there. */
    List<String> problems() {
        return Files.exists(file) ? List.copyOf(problems) : List.of();
    }
}
