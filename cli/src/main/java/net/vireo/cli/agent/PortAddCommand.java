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
        description = {
            "Say what carries a port that is configured without a device: the agent keeps it, over its restarts too.",
            "A port that nobody configured yet waits until somebody does."
        },
        footer = {
            "",
            "Examples:",
            "  vireo port add vm1 --device tap-vm1",
            "  vireo port add 0aa1b2c3-0000-4000-8000-000000000001 --device tap-vm1",
            "  vireo port add 0aa1b2c3-0000-4000-8000-000000000001 --device vm1.sock --vhostuser-mode 0"
        })
public final class PortAddCommand extends Tool {
    @Parameters(paramLabel = "PORT", description = "name of a configured port, or any UUID")
    private String port;

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
        final AgentClient agent = AgentClient.of(node());
        final KnownPorts known = new KnownPorts(agent);
        final String uuid = known.uuid(port);
        final Map<String, Object> request = new LinkedHashMap<>();
        request.put("type", 0);
        request.put("id", uuid);
        request.put("system-name", device);
        if (instance != null) {
            request.put("instance-id", instance);
        }
        if (mode != null) {
            request.put("vhostuser-mode", mode);
        }
        agent.port("POST", "/port", JsonText.pretty(request));
        if (!output().json()) {
            output().print(known.find(uuid)
                    .map(this::sentence)
                    .orElse("added; no port with this UUID is configured, it waits until one is\n"));
        }
        return OK;
    }

    private String sentence(final Map<?, ?> configured) {
        final String before = String.valueOf(configured.get("device"));
        final String other = before.isEmpty() || before.equals(device)
                ? ""
                : "; it had " + before + ", and keeps that if its file says so";
        return "added " + device + " to port " + configured.get("name") + other + "\n";
    }
}
