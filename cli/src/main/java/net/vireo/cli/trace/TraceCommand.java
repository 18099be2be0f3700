// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.trace;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.node.RunDirectory;
import net.vireo.cli.path.PathTrace;
import net.vireo.cli.tool.Tool;
import net.vireo.cli.tool.VifName;
import net.vireo.cli.walk.Step;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoTrace;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.VrouterException;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.filter.FilterError;
import net.vireo.vrouter.filter.PacketFilter;
import net.vireo.vrouter.trace.Traces;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vireo trace}: predicts the walk of a packet, or catches the next packets and prints the walk of each. */
@Command(
        name = "trace",
        description = {
            "Say which way a packet would take, node by node, or catch the next packets and print the walk of each.",
            "With --from and --to nothing is sent unless --send is given."
        },
        footer = {
            "",
            "Filters: ip ip6 arp tcp udp icmp icmp6, proto N, [src|dst] host ADDRESS, [src|dst] net PREFIX,",
            "[src|dst] port N or N-M, with and, or, not and brackets.",
            "",
            "Exit code 1 when no packet came in time, or when the packet is not delivered to a guest.",
            "",
            "Examples:",
            "  vireo trace --from g2-vm0 --to 120.0.0.3 --tcp 80",
            "  vireo trace --from g2-vm0 --to 120.0.0.3 --udp 53 --send --detailed",
            "  vireo trace                               the next packet on any vif",
            "  vireo trace --next 5 --vif vif0/3 --filter 'tcp port 80 and not host 120.0.0.9'",
            "  vireo trace --next 2 --vif g2-vm0 --timeout 30s -o json"
        })
public final class TraceCommand extends Tool {
    private static final int NO_PACKET = 1;
    private static final int NOT_DELIVERED = 1;
    private static final long POLL_MS = 50;

    @Option(names = "--next", paramLabel = "N", defaultValue = "1", description = "how many packets; default: 1")
    private int next;

    @Option(
            names = "--vif",
            paramLabel = "VIF",
            description = "vif that they come in on: 3, vif0/3 or a name; default: any")
    private String vif;

    @Option(names = "--filter", paramLabel = "FILTER", description = "only packets like these: 'tcp port 80'")
    private String filter;

    @Mixin
    private PathOptions path;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = DurationText.class,
            description = "how long to wait: 500ms, 10s, 2m; default: ${DEFAULT-VALUE}")
    private Duration timeout;

    /** Made by picocli. */
    public TraceCommand() {}

    @Override
    public Integer call() {
        if (path.isAsked()) {
            return predict();
        }
        if (next < 1 || next > Traces.MAX_PACKETS) {
            throw usage("--next takes 1 to " + Traces.MAX_PACKETS + " packets");
        }
        final String wanted = checkedFilter();
        final int index = vif == null ? Traces.ANY_VIF : VifName.index(vif, names());
        final WalkText text = new WalkText(names(), nodeNames());
        try (VrouterClient client = connect()) {
            final VireoTrace armed = client.request(new VireoTrace()
                            .op(SandeshOp.ADD)
                            .put(VireoTrace.VIF, index)
                            .put(VireoTrace.COUNT, next)
                            .put(VireoTrace.FILTER, wanted))
                    .first(VireoTrace.class);
            final int session = armed.value(VireoTrace.SESSION);
            final Thread onExit = Thread.ofPlatform().unstarted(() -> disarmElsewhere(session));
            Runtime.getRuntime().addShutdownHook(onExit);
            try {
                return collect(client, session, text) == 0 ? NO_PACKET : OK;
            } finally {
                client.request(new VireoTrace().op(SandeshOp.DEL).put(VireoTrace.SESSION, session));
                Runtime.getRuntime().removeShutdownHook(onExit);
            }
        }
    }

    private int predict() {
        if (!path.isWhole()) {
            throw usage("a path needs both ends: --from GUEST and --to ADDRESS");
        }
        if (vif != null || filter != null) {
            throw usage("--vif and --filter are for packets that pass, --from and --to for one that might");
        }
        if (isSocketDirectoryGiven()) {
            throw usage(
                    "a path leads over several nodes: name them by a run directory (VIREO_RUN_DIR), not by --sock-dir");
        }
        final PathTrace answer = PathTrace.answer(RunDirectory.ofEnvironment(), path.question(givenNode()));
        if (output().json()) {
            output().printJson(answer.tree());
        } else {
            output().print(answer.text(path.detail()));
        }
        return answer.isDelivered() ? OK : NOT_DELIVERED;
    }

    /** The filter that was given, which the data plane reads once more. */
    private String checkedFilter() {
        if (filter == null) {
            return "";
        }
        try {
            PacketFilter.parse(filter);
            return filter;
        } catch (final FilterError wrong) {
            throw usage(wrong.getMessage() + "\n  " + filter + "\n  " + " ".repeat(wrong.position()) + "^");
        }
    }

    /** @return how many packets were caught */
    private int collect(final VrouterClient client, final int session, final WalkText text) {
        final Progress progress = new Progress(next, vif == null ? "any vif" : vif);
        final long endNs = System.nanoTime() + timeout.toNanos();
        final List<Object> trees = new ArrayList<>();
        int packet = 0;
        while (packet < next) {
            final VireoTrace caught = client.request(new VireoTrace()
                            .op(SandeshOp.GET)
                            .put(VireoTrace.SESSION, session)
                            .put(VireoTrace.PACKET, packet))
                    .first(VireoTrace.class);
            final List<Step> walk = Step.decode(caught.value(VireoTrace.STEPS));
            if (!walk.isEmpty()) {
                packet++;
                progress.clear();
                if (output().json()) {
                    trees.add(text.tree(packet, walk, caught.value(VireoTrace.HEAD)));
                } else {
                    output().print(text.text(packet, walk, caught.value(VireoTrace.HEAD)));
                }
            } else if (System.nanoTime() >= endNs || !pause()) {
                break;
            } else {
                progress.show(packet, endNs - System.nanoTime());
            }
        }
        progress.clear();
        if (output().json()) {
            final Map<String, Object> document = document();
            document.put("packets", trees);
            output().printJson(document);
        } else if (packet < next) {
            output().print(packet + " of " + next + " packets came within " + DurationText.of(timeout) + "\n");
        }
        return packet;
    }

    /** @return false when the thread was interrupted */
    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
            return true;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** After Ctrl-C, on a connection of its own. */
    private void disarmElsewhere(final int session) {
        try (VrouterClient client = connect()) {
            client.request(new VireoTrace().op(SandeshOp.DEL).put(VireoTrace.SESSION, session));
        } catch (final VrouterException e) {
            // The data plane is gone, and the session with it.
        }
    }

    private List<String> nodeNames() {
        try {
            return CounterFile.open(node().counters()).nodeNames();
        } catch (final IOException e) {
            throw new CommandFailed(
                    "cannot read the names of the graph's nodes: " + e.getMessage(),
                    "they are in the data plane's run directory; with --sock-dir that has to be its run directory",
                    e);
        }
    }
}
