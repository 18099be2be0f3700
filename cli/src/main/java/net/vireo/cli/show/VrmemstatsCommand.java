// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.LinkedHashMap;
import java.util.Map;
import net.vireo.cli.text.Pad;
import net.vireo.cli.tool.Tool;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrMemStats;
import net.vireo.sandesh.VrouterClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vireo vrmemstats}: how many objects of which kind the data plane holds. */
@Command(
        name = "vrmemstats",
        description = "Objects in the data plane's memory by kind.",
        footer = {
            "",
            "Examples:",
            "  vireo vrmemstats                  every kind",
            "  vireo vrmemstats --used           only kinds that there are any of"
        })
public final class VrmemstatsCommand extends Tool {
    private static final int LABEL_WIDTH = 32;

    @Option(names = "--used", description = "leave out what is 0")
    private boolean used;

    /** Made by picocli. */
    public VrmemstatsCommand() {}

    @Override
    public Integer call() {
        final VrMemStats stats;
        try (VrouterClient client = connect()) {
            stats = client.request(new VrMemStats().op(SandeshOp.GET)).first(VrMemStats.class);
        }
        final Map<String, Long> objects = MemoryObjects.of(stats);
        objects.values().removeIf(count -> used && count == 0);
        if (output().json()) {
            final Map<String, Object> document = document();
            document.put("allocated", stats.value(VrMemStats.ALLOCED));
            document.put("freed", stats.value(VrMemStats.FREED));
            final Map<String, Object> byKind = new LinkedHashMap<>();
            objects.forEach((label, count) -> byKind.put(label.strip(), count));
            document.put("objects", byKind);
            output().printJson(document);
            return OK;
        }
        final StringBuilder out = new StringBuilder("vRouter memory usage statistics\n\nAlloced ")
                .append(stats.value(VrMemStats.ALLOCED))
                .append(" Freed ")
                .append(stats.value(VrMemStats.FREED))
                .append("\nOutstanding memory/object:\n\n");
        objects.forEach((label, count) ->
                out.append(Pad.right(label, LABEL_WIDTH)).append(count).append('\n'));
        output().print(out);
        return OK;
    }
}
