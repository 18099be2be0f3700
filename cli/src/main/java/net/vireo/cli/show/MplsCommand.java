// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.text.Pad;
import net.vireo.cli.tool.Tool;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrMpls;
import net.vireo.sandesh.VrouterClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vireo mpls}: the labels that packets come in with, and the next hop each leads to. */
@Command(
        name = "mpls",
        description = "Incoming MPLS labels and the next hops they lead to.",
        footer = {
            "",
            "Examples:",
            "  vireo mpls                        every label",
            "  vireo mpls --get 16               then: vireo nh --get <NextHop>",
            "  vireo mpls --create 42 --nh 44    vireo mpls --delete 42"
        })
public final class MplsCommand extends Tool {
    private static final String HEADER = "MPLS Input Label Map\n\n   Label    NextHop\n-------------------\n";
    private static final int LABEL_WIDTH = 8;
    private static final int NEXTHOP_WIDTH = 10;

    @Option(
            names = {"--dump", "--list", "-l"},
            description = "every label (what a bare 'mpls' does)")
    private boolean dump;

    @Option(names = "--get", paramLabel = "LABEL", description = "one label")
    private Integer get;

    @Option(names = "--create", paramLabel = "LABEL", description = "add a label; needs --nh")
    private Integer create;

    @Option(names = "--delete", paramLabel = "LABEL", description = "remove a label")
    private Integer delete;

    @Option(names = "--nh", paramLabel = "ID", description = "with --create: the next hop it leads to")
    private Integer nexthop;

    /** Made by picocli. */
    public MplsCommand() {}

    @Override
    public Integer call() {
        atMostOne("--dump, --get, --create, --delete", dump, get != null, create != null, delete != null);
        if (create != null && nexthop == null) {
            throw usage("--create needs --nh ID");
        }
        try (VrouterClient client = connect()) {
            if (create != null) {
                client.request(
                        new VrMpls().op(SandeshOp.ADD).put(VrMpls.LABEL, create).put(VrMpls.NHID, nexthop));
            } else if (delete != null) {
                client.request(new VrMpls().op(SandeshOp.DEL).put(VrMpls.LABEL, delete));
            } else if (get != null) {
                print(client.request(new VrMpls().op(SandeshOp.GET).put(VrMpls.LABEL, get))
                        .all(VrMpls.class));
            } else {
                print(client.dump(new VrMpls()).all(VrMpls.class));
            }
        }
        return OK;
    }

    private void print(final List<VrMpls> labels) {
        if (output().json()) {
            final List<Object> trees = new ArrayList<>();
            labels.forEach(label -> trees.add(tree(label)));
            final Map<String, Object> document = document();
            document.put("labels", trees);
            output().printJson(document);
            return;
        }
        final StringBuilder out = new StringBuilder(HEADER);
        for (final VrMpls label : labels) {
            out.append(Pad.left(label.value(VrMpls.LABEL), LABEL_WIDTH))
                    .append(Pad.left(label.value(VrMpls.NHID), NEXTHOP_WIDTH))
                    .append(Brackets.of(names().nexthop(label.value(VrMpls.NHID))))
                    .append('\n');
        }
        output().print(out);
    }

    private Map<String, Object> tree(final VrMpls label) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("label", label.value(VrMpls.LABEL));
        tree.put("nexthop", label.value(VrMpls.NHID));
        tree.put("nexthopMeaning", VifJson.emptyToNull(names().nexthop(label.value(VrMpls.NHID))));
        return tree;
    }
}
