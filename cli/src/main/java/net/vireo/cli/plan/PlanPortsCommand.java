// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import net.vireo.cli.show.PortKindTable;
import net.vireo.cli.tool.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code vireo plan ports}: which kinds of ports there are, and what each can and cannot do (deck p105, p117, p146). */
@Command(
        name = "ports",
        description = "Which kinds of ports an interface can have, what each costs, and what it can and cannot do.",
        footer = {
            "",
            "A node file says which: device: NAME (a TAP or a link), port: {vhost-user: PATH}, or, for a guest that goes",
            "past the data plane, port: {sr-iov: DEVICE}, {vdpa: DEVICE} or {passthrough: DEVICE}.",
            "",
            "Examples:",
            "  vireo plan ports",
            "  vireo plan ports -o json"
        })
public final class PlanPortsCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output;

    /** Made by picocli. */
    public PlanPortsCommand() {}

    @Override
    public Integer call() {
        if (output.json()) {
            final Map<String, Object> document = new LinkedHashMap<>();
            document.put("ports", PortKindTable.trees());
            output.printJson(document);
        } else {
            output.print(PortKindTable.text());
        }
        return 0;
    }
}
