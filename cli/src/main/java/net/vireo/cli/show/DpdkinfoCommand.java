// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.text.Numbers;
import net.vireo.cli.text.Pad;
import net.vireo.cli.tool.Tool;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoNode;
import net.vireo.sandesh.VireoQueue;
import net.vireo.sandesh.VrouterClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vireo dpdkinfo}: the poll mode side of the data plane, by the options of Contrail's tool. */
@Command(
        name = "dpdkinfo",
        description = "Poll mode: which lcore polls which queue and why, packet memory.",
        footer = {
            "",
            "Lcores have one number everywhere, 10 for the first: also where Contrail's tool counts from 0.",
            "",
            "Not yet: Contrail's -b and -l (bonds, LACP), -n and -x (a card's own counters: 'vireo vif",
            "--get 0' has what the link tells), -a and -d. There is no DPDK inside.",
            "",
            "Examples:",
            "  vireo dpdkinfo                    the queue map, lcore by lcore, with reasons (as -c)",
            "  vireo dpdkinfo -c --all-queues    with the queues that no guest uses",
            "  vireo dpdkinfo -c -o json | jq '.vifs[] | select(.healthy == false)'",
            "  vireo dpdkinfo -m all             packet memory",
            "  vireo dpdkinfo -k                 rings, buffers, bursts: what it was started with"
        })
public final class DpdkinfoCommand extends Tool {
    private static final String ALL = "all";
    private static final int KNOB_WIDTH = 20;

    @Option(
            names = {"-c", "--lcore"},
            description = "the queue map (what a bare 'dpdkinfo' does)")
    private boolean map;

    @Option(names = "--all-queues", description = "with -c: also queues that their guests do not use")
    private boolean allQueues;

    @Option(
            names = {"-m", "--mempool"},
            paramLabel = "all|NAME",
            description = "packet memory: size, used and available buffers of all pools, or of one")
    private String pool;

    @Option(
            names = {"-v", "--version"},
            description = "what forwards here")
    private boolean version;

    @Option(
            names = {"-k", "--knobs"},
            description = "what the data plane was started with, and has: rings, buffers, bursts (docs/knobs.md)")
    private boolean knobs;

    /** Contrail's other options, so that who types one is told. */
    @Option(
            names = {"-b", "--bond", "-l", "--lacp", "-n", "--nic", "-x", "--xstats", "-a", "--app", "-d", "--ddp"},
            arity = "0..1",
            fallbackValue = "",
            hidden = true)
    private String notYet;

    /** Made by picocli. */
    public DpdkinfoCommand() {}

    @Override
    public Integer call() {
        if (notYet != null) {
            throw new CommandFailed(
                    "this option of Contrail's dpdkinfo is not there yet",
                    "'vireo dpdkinfo --help' says what there is; 'vireo vif --get 0' shows the fabric's counters");
        }
        atMostOne("-c, -m, -v, -k", map, pool != null, version, knobs);
        if (allQueues && (pool != null || version || knobs)) {
            throw usage("--all-queues goes with -c");
        }
        try (VrouterClient client = connect()) {
            if (pool != null) {
                pools(RouterText.about(client, RouterText.POOLS));
            } else if (version) {
                lines(
                        "version",
                        RouterText.about(client, RouterText.VERSION).lines().toList());
            } else if (knobs) {
                knobs(client.request(new VireoNode().op(SandeshOp.GET)).first(VireoNode.class));
            } else {
                queues(client.dump(new VireoQueue()).all(VireoQueue.class));
            }
        }
        return OK;
    }

    private void queues(final List<VireoQueue> objects) {
        final List<QueueView> vifs = objects.stream().map(QueueView::new).toList();
        if (!output().json()) {
            output().print(new QueueMapText(vifs, names(), allQueues).text());
            return;
        }
        final List<Object> trees = new ArrayList<>();
        for (final QueueView vif : vifs) {
            final Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("vif", vif.vif());
            tree.put("name", name(vif));
            tree.putAll(QueueText.tree(vif));
            trees.add(tree);
        }
        final Map<String, Object> document = document();
        document.put("vifs", trees);
        output().printJson(document);
    }

    private void knobs(final VireoNode node) {
        final Map<String, Object> values = new LinkedHashMap<>();
        node.value(VireoNode.KNOBS).lines().forEach(line -> {
            final int space = line.indexOf(' ');
            if (space > 0) {
                final String value = line.substring(space + 1);
                final int number = Numbers.decimal(value, Integer.MAX_VALUE);
                values.put(line.substring(0, space), number < 0 ? value : (Object) number);
            }
        });
        if (output().json()) {
            final Map<String, Object> document = document();
            document.put("knobs", values);
            output().printJson(document);
            return;
        }
        final StringBuilder text = new StringBuilder();
        values.forEach((name, value) ->
                text.append(Pad.right(name, KNOB_WIDTH)).append(value).append('\n'));
        output().print(text.toString());
    }

    /** As in the other tools' JSON: what a person called it, else the device. */
    private String name(final QueueView vif) {
        final NodeNames.VifName name = names().vifs().get(vif.vif());
        return name == null ? vif.name() : name.name();
    }

    /** The heading, and the pools that are asked for: a name is what its line begins with. */
    private void pools(final String text) {
        final List<String> all = text.lines().toList();
        final List<String> wanted = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (i == 0 || ALL.equals(pool) || all.get(i).startsWith(pool + " ")) {
                wanted.add(all.get(i));
            }
        }
        if (wanted.size() == 1) {
            throw new CommandFailed("there is no pool '" + pool + "'", "'vireo dpdkinfo -m all' shows those there are");
        }
        lines("pools", wanted);
    }

    private void lines(final String what, final List<String> lines) {
        if (output().json()) {
            final Map<String, Object> document = document();
            document.put(what, lines);
            output().printJson(document);
        } else {
            output().print(String.join("\n", lines) + "\n");
        }
    }
}
