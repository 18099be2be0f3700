// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.apply;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.vireo.cli.desired.Desired;
import net.vireo.cli.desired.NodeFile;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.node.NamesFile;
import net.vireo.cli.node.NodeDirectory;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.node.RunDirectory;
import net.vireo.cli.tables.Change;
import net.vireo.cli.tables.Difference;
import net.vireo.cli.tables.NodeReader;
import net.vireo.cli.tables.NodeState;
import net.vireo.cli.tables.Requests;
import net.vireo.cli.tool.Tool;
import net.vireo.cli.yaml.Problems;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.VrouterException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vireo apply}: makes a node's tables what a file says. */
@Command(
        name = "apply",
        description = "Make a node's tables what a file says; a second run changes nothing.",
        footer = {
            "",
            "FILE is YAML:",
            "  kind: Node",
            "  apiVersion: vireo.net/v1",
            "  node: {name: compute1, address: 192.0.2.1, fabric: {device: fabric0}}",
            "  networks:",
            "    - {name: red, vrf: 1}",
            "  peers:",
            "    - {name: compute2, address: 192.0.2.2}",
            "  interfaces:",
            "    - {name: g2-vm0, network: red, address: 120.0.0.4, mac: 02:00:00:00:00:04, label: 16}",
            "  routes:",
            "    - {network: red, prefix: 120.0.0.3/32, via: compute2, label: 17}",
            "",
            "node and peers take encap: udp, gre or vxlan; networks mode: l3, l2 or l2_l3, vni, prefixes,",
            "gateways, broadcast-label; interfaces address6, bridge-label, policy, parent and vlan, mirror,",
            "qos; routes paths: [{via: .., label: ..}, ..]. macs and broadcast name what lies behind other",
            "nodes of a bridged network; mirrors, forwarding-classes and qos-maps what their names say.",
            "",
            "An interface has device: NAME, or port: {vhost-user: PATH}; with port: {sr-iov: DEVICE}, {vdpa: DEVICE} or",
            "{passthrough: DEVICE} it goes past the data plane and cannot have what only that does ('vireo plan ports').",
            "",
            "The fabric is a device, or vhost-user: PATH, or virtio-user: PATH (the other end of such a socket), with",
            "mode: server or client, and queues. peers take mac: MAC where nobody on the fabric answers ARP.",
            "",
            "Without --node and --sock-dir it goes to the node that the file names.",
            "",
            "Examples:",
            "  vireo apply compute1.yaml --dry-run     show what would change",
            "  vireo apply compute1.yaml"
        })
public final class ApplyCommand extends Tool {
    private static final String STANDARD_INPUT = "-";

    @Parameters(paramLabel = "FILE", description = "the node file; - reads standard input")
    private String file;

    @Option(names = "--dry-run", description = "only show what would change")
    private boolean dryRun;

    private NodeFile wanted;

    /** Made by picocli. */
    public ApplyCommand() {}

    @Override
    public Integer call() {
        wanted = read();
        final NodeDirectory target = node();
        final NodeNames before = target.names();
        try (VrouterClient client = VrouterClient.connect(target.socket())) {
            final NodeState actual = NodeReader.read(client, vrfs(wanted, before));
            final Desired desired = Desired.of(wanted, before, actual);
            final Difference difference = Difference.between(actual, desired.state(), before, desired.names());
            if (!dryRun) {
                apply(client, target, before, desired, difference);
            }
            print(difference);
        }
        return OK;
    }

    /** Without a node on the command line, the one that the file names. */
    @Override
    protected NodeDirectory chosen() {
        final String name = wanted.name();
        return RunDirectory.ofEnvironment().named(name);
    }

    private NodeFile read() {
        final String text;
        try {
            text = file.equals(STANDARD_INPUT)
                    ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file));
        } catch (final NoSuchFileException e) {
            throw new CommandFailed("there is no file " + file, "", e);
        } catch (final IOException e) {
            throw new CommandFailed("cannot read " + file + ": " + e, "a node file is UTF-8 text", e);
        }
        final Problems problems = new Problems(file);
        return NodeFileReader.read(text, problems).orElseThrow(() -> {
            output().printRemarks(problems.lines());
            return new CommandFailed(count(problems.lines().size(), "problem") + ", nothing was applied", "");
        });
    }

    private static Set<Integer> vrfs(final NodeFile wanted, final NodeNames before) {
        final Set<Integer> vrfs = new TreeSet<>(before.vrfs().keySet());
        before.routes().forEach(route -> vrfs.add(route.vrf()));
        vrfs.add(0);
        wanted.networks().forEach(network -> vrfs.add(network.vrf()));
        return vrfs;
    }

    /**
     * Sends the changes one by one. The names of everything, old and new, are written first and those of what is left
     * afterwards, so that a run that breaks in between forgets nothing that it made.
     */
    private static void apply(
            final VrouterClient client,
            final NodeDirectory target,
            final NodeNames before,
            final Desired desired,
            final Difference difference) {
        NamesFile.write(target.path(), desired.names().with(before));
        int done = 0;
        for (final Change change : difference.changes()) {
            try {
                client.request(Requests.of(change, desired.state().routes().values()));
            } catch (final VrouterException failure) {
                throw new CommandFailed(
                        "'" + change + "' failed: " + failure.getMessage() + "; " + done + " of "
                                + count(difference.changes().size(), "change") + " done",
                        failure.mend().isEmpty() ? "mend it and run apply again: it goes on from here" : failure.mend(),
                        failure);
            }
            done++;
        }
        NamesFile.write(target.path(), desired.names());
    }

    private void print(final Difference difference) {
        final List<Change> changes = difference.changes();
        if (output().json()) {
            final List<Object> trees = new ArrayList<>();
            changes.forEach(change -> {
                final Map<String, Object> tree = new LinkedHashMap<>();
                tree.put("sign", String.valueOf(change.sign()));
                tree.put("text", change.text());
                trees.add(tree);
            });
            final Map<String, Object> document = document();
            document.put("dryRun", dryRun);
            document.put("changes", trees);
            document.put("leftAlone", difference.foreign());
            document.put(
                    "past", wanted.bypasses().stream().map(ApplyCommand::tree).toList());
            output().printJson(document);
            return;
        }
        final StringBuilder out = new StringBuilder();
        changes.forEach(change -> out.append(change).append('\n'));
        if (!difference.foreign().isEmpty()) {
            out.append("left alone, not from a node file: ")
                    .append(String.join(", ", difference.foreign()))
                    .append('\n');
        }
        wanted.bypasses()
                .forEach(past -> out.append("nothing to make for ")
                        .append(past.name())
                        .append(": ")
                        .append(past.kind().text())
                        .append(' ')
                        .append(past.device())
                        .append(" goes past the data plane ('vireo plan ports')\n"));
        if (changes.isEmpty()) {
            out.append("no change\n");
        } else {
            out.append(count(changes.size(), "change"))
                    .append(dryRun ? " to make (dry run, nothing was done)\n" : " made\n");
        }
        output().print(out);
    }

    private static Map<String, Object> tree(final NodeFile.Bypass past) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", past.name());
        tree.put("kind", past.kind().text());
        tree.put("device", past.device());
        return tree;
    }

    private static String count(final int number, final String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
