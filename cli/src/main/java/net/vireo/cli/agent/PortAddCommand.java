// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.agent;

import java.util.LinkedHashMap;
import java.util.Map;
import net.vireo.cli.text.JsonText;
import net.vireo.cli.tool.Tool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vireo port add}: says what carries a port's frames. */
@Command(
        name = "add",
        description = "Say what carries a port that is configured without a device.",
        footer = {
            "",
            "Examples:",
            "  vireo port add 0aa1b2c3-0000-4000-8000-000000000001 --device tap-vm1",
            "  vireo port add 0aa1b2c3-0000-4000-8000-000000000001 --device vm1.sock --vhostuser-mode 0"
        })
public final class PortAddCommand extends Tool {
    @Parameters(paramLabel = "UUID", description = "the port")
    private String uuid;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            required = true,
            description = "TAP, veth, or vhost-user socket that carries its frames")
    private String device;

    @Option(
            names = "--vhostuser-mode",
            paramLabel = "0|1",
            description = "the device is a vhost-user socket: 0 the guest connects, 1 the guest listens")
    private Integer mode;

    @Option(names = "--instance", paramLabel = "UUID", description = "the machine that it belongs to")
    private String instance;

    /** Made by picocli. */
    public PortAddCommand() {}

    @Override
    public Integer call() {
        final Map<String, Object> port = new LinkedHashMap<>();
        port.put("type", 0);
        port.put("id", uuid);
        port.put("system-name", device);
        if (instance != null) {
            port.put("instance-id", instance);
        }
        if (mode != null) {
            port.put("vhostuser-mode", mode);
        }
        AgentClient.of(node()).port("POST", "/port", JsonText.pretty(port));
        return OK;
    }
}
