// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.text.Pad;
import net.vireo.cli.tool.Tool;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrVrf;
import net.vireo.sandesh.VrouterClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vireo vrftable}: the entries of routing instances. */
@Command(
        name = "vrftable",
        description = "Routing instances (VRF) and the interfaces of their host-based service.",
        footer = {
            "",
            "A VRF needs no entry here to have routes.",
            "",
            "Examples:",
            "  vireo vrftable                    every VRF with an entry",
            "  vireo vrftable --create 5 --hbs-l 7 --hbs-r 8",
            "  vireo vrftable --delete 5"
        })
public final class VrftableCommand extends Tool {
    private static final String HEADER = """
            VRF Table

            Flags: V=Valid, Hl=HBS Left Valid, Hr=HBS Right Valid

               Vrf   Flags      HBS-L   HBS-R
            ------------------------------------------------
            """;

    private static final int VRF_WIDTH = 5;
    private static final int FLAGS_WIDTH = 8;
    private static final int VIF_WIDTH = 8;
    private static final int VALID = 0x1;
    private static final int LEFT_VALID = 0x2;
    private static final int RIGHT_VALID = 0x4;

    @Option(
            names = {"--dump", "--list", "-l"},
            description = "every VRF with an entry (what a bare 'vrftable' does)")
    private boolean dump;

    @Option(names = "--get", paramLabel = "VRF", description = "one VRF")
    private Integer get;

    @Option(names = "--create", paramLabel = "VRF", description = "add or change an entry")
    private Integer create;

    @Option(names = "--delete", paramLabel = "VRF", description = "remove an entry")
    private Integer delete;

    @Option(names = "--hbs-l", paramLabel = "VIF", description = "with --create: the left interface of the service")
    private Integer left;

    @Option(names = "--hbs-r", paramLabel = "VIF", description = "with --create: the right interface of the service")
    private Integer right;

    /** Made by picocli. */
    public VrftableCommand() {}

    @Override
    public Integer call() {
        atMostOne("--dump, --get, --create, --delete", dump, get != null, create != null, delete != null);
        if (create == null && (left != null || right != null)) {
            throw usage("--hbs-l and --hbs-r need --create VRF");
        }
        try (VrouterClient client = connect()) {
            if (create != null) {
                client.request(entry());
            } else if (delete != null) {
                client.request(new VrVrf().op(SandeshOp.DEL).put(VrVrf.IDX, delete));
            } else if (get != null) {
                print(client.request(new VrVrf().op(SandeshOp.GET).put(VrVrf.IDX, get))
                        .all(VrVrf.class));
            } else {
                print(client.dump(new VrVrf()).all(VrVrf.class));
            }
        }
        return OK;
    }

    private VrVrf entry() {
        return new VrVrf()
                .op(SandeshOp.ADD)
                .put(VrVrf.IDX, create)
                .put(VrVrf.FLAGS, VALID | (left == null ? 0 : LEFT_VALID) | (right == null ? 0 : RIGHT_VALID))
                .put(VrVrf.HBFL_VIF_IDX, left == null ? 0 : left)
                .put(VrVrf.HBFR_VIF_IDX, right == null ? 0 : right);
    }

    private void print(final List<VrVrf> vrfs) {
        if (output().json()) {
            final List<Object> trees = new ArrayList<>();
            vrfs.forEach(vrf -> trees.add(tree(vrf)));
            final Map<String, Object> document = document();
            document.put("vrfs", trees);
            output().printJson(document);
            return;
        }
        final StringBuilder out = new StringBuilder(HEADER);
        for (final VrVrf vrf : vrfs) {
            out.append(Pad.left(vrf.value(VrVrf.IDX), VRF_WIDTH))
                    .append("    ")
                    .append(Pad.right(String.join("", flags(vrf)), FLAGS_WIDTH))
                    .append(Pad.left(vrf.value(VrVrf.HBFL_VIF_IDX), VIF_WIDTH))
                    .append(Pad.left(vrf.value(VrVrf.HBFR_VIF_IDX), VIF_WIDTH))
                    .append(Brackets.of(names().vrf(vrf.value(VrVrf.IDX))))
                    .append('\n');
        }
        output().print(out);
    }

    private static List<String> flags(final VrVrf vrf) {
        final int flags = vrf.value(VrVrf.FLAGS);
        final List<String> letters = new ArrayList<>();
        letters.add((flags & VALID) != 0 ? "V" : "");
        letters.add((flags & LEFT_VALID) != 0 ? "Hl" : "");
        letters.add((flags & RIGHT_VALID) != 0 ? "Hr" : "");
        letters.removeIf(String::isEmpty);
        return letters;
    }

    private Map<String, Object> tree(final VrVrf vrf) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        final int flags = vrf.value(VrVrf.FLAGS);
        tree.put("vrf", vrf.value(VrVrf.IDX));
        tree.put("network", VifJson.emptyToNull(names().vrf(vrf.value(VrVrf.IDX))));
        tree.put("flags", flags(vrf));
        tree.put("hbsLeft", (flags & LEFT_VALID) == 0 ? null : (Integer) vrf.value(VrVrf.HBFL_VIF_IDX));
        tree.put("hbsRight", (flags & RIGHT_VALID) == 0 ? null : (Integer) vrf.value(VrVrf.HBFR_VIF_IDX));
        return tree;
    }
}
