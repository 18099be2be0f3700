// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.why;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.tool.Tool;
import net.vireo.cli.tool.VifName;
import net.vireo.vrouter.counter.DropLogFile;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LoggedDrop;
import net.vireo.vrouter.flow.FlowReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vireo why --drops}: the last dropped packets, by reason, flow and verdict. */
@Command(
        name = "why",
        description = "Say why packets do not arrive: the last dropped ones, by reason, flow and verdict.",
        footer = {
            "",
            "Nothing is asked of the data plane: its drop log and its flow table are files. Originals whose copies were",
            "sent are no loss, and are left out.",
            "",
            "Examples:",
            "  vireo why --drops                        all drops that are kept",
            "  vireo why --drops --last 50 --vif g2-vm0",
            "  vireo why --drops -o json"
        })
public final class WhyCommand extends Tool {
    private static final double NS_PER_S = 1e9;

    @Option(names = "--drops", description = "the last dropped packets")
    private boolean drops;

    @Option(names = "--last", paramLabel = "N", description = "only the last so many; default: all that are kept")
    private Integer last;

    @Option(names = "--vif", paramLabel = "VIF", description = "only those that came in on this vif")
    private String vif;

    /** Made by picocli. */
    public WhyCommand() {}

    @Override
    public Integer call() {
        if (!drops) {
            throw usage("say what: --drops");
        }
        if (last != null && last < 1) {
            throw usage("--last takes a number of packets from 1 on");
        }
        final List<LoggedDrop> kept = kept();
        final List<DropGroup> groups = new DropGroups(names(), flows()).of(kept);
        if (output().json()) {
            final Map<String, Object> document = document();
            document.put("packets", kept.size());
            document.put("groups", groups.stream().map(this::tree).toList());
            output().printJson(document);
        } else {
            output().print(text(kept.size(), groups));
        }
        return OK;
    }

    private List<LoggedDrop> kept() {
        final int only = vif == null ? -1 : VifName.index(vif, names());
        final List<LoggedDrop> all = new ArrayList<>();
        try {
            final DropLogFile file = DropLogFile.open(node().dropLog());
            for (int lcore = 0; lcore < file.lcoreCount(); lcore++) {
                all.addAll(file.drops(lcore));
            }
        } catch (final NoSuchFileException e) {
            throw new CommandFailed(
                    "this data plane keeps no dropped packets", "'vireo dropstats' counts them by reason", e);
        } catch (final IOException e) {
            throw new CommandFailed("cannot read the drop log: " + e.getMessage(), "", e);
        }
        all.removeIf(drop -> only >= 0 && drop.vif() != only || drop.reason() == DropReason.CLONED_ORIGINAL);
        all.sort(Comparator.comparingLong(LoggedDrop::epochNs));
        return last == null || all.size() <= last ? all : all.subList(all.size() - last, all.size());
    }

    /** @return null when there is no flow table to be read: then verdicts are not told */
    private FlowReader flows() {
        try {
            return FlowReader.open(node().flows());
        } catch (final IOException e) {
            return null;
        }
    }

    private String text(final int packets, final List<DropGroup> groups) {
        if (groups.isEmpty()) {
            return "no dropped packets kept\n";
        }
        final StringBuilder out = new StringBuilder()
                .append(packets)
                .append(packets == 1 ? " dropped packet, " : " dropped packets, ")
                .append(groups.size())
                .append(groups.size() == 1 ? " group\n" : " groups\n");
        for (final DropGroup group : groups) {
            final DropGroup.Key key = group.key();
            out.append('\n')
                    .append(group.packets())
                    .append(" x ")
                    .append(
                            key.reason() == null
                                    ? "unknown reason"
                                    : key.reason().label())
                    .append(", in on ")
                    .append(vif(key.vif()))
                    .append("\n  ")
                    .append(key.flow())
                    .append('\n');
            if (!key.rule().isEmpty()) {
                out.append("  ").append(key.rule()).append('\n');
            }
            if (key.reason() != null) {
                out.append("  ").append(key.reason().sentence()).append('\n');
            }
            out.append(String.format("  last %s, over %.3f s%n", instant(group.lastNs()), group.spanNs() / NS_PER_S));
        }
        return out.toString();
    }

    private Map<String, Object> tree(final DropGroup group) {
        final DropGroup.Key key = group.key();
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("packets", group.packets());
        tree.put("reason", key.reason() == null ? null : key.reason().name());
        tree.put("sentence", key.reason() == null ? null : key.reason().sentence());
        tree.put("vif", key.vif());
        tree.put("vifName", names().vif(key.vif()).isEmpty() ? null : names().vif(key.vif()));
        tree.put("flow", key.flow());
        tree.put("rule", key.rule().isEmpty() ? null : key.rule());
        tree.put("last", instant(group.lastNs()).toString());
        tree.put("spanSeconds", group.spanNs() / NS_PER_S);
        return tree;
    }

    private String vif(final int index) {
        final String name = names().vif(index);
        return "vif0/" + index + (name.isEmpty() ? "" : " " + name);
    }

    private static Instant instant(final long epochNs) {
        return Instant.ofEpochSecond(0, epochNs);
    }
}
