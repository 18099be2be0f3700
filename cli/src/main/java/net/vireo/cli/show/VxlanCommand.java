// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.text.Pad;
import net.vireo.cli.tool.Tool;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrVxlan;
import net.vireo.sandesh.VrouterClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vireo vxlan}: the VXLAN network identifiers that packets come in with, and the next hop each leads to. */
@Command(
        name = "vxlan",
        description = "Incoming VXLAN network identifiers (VNI) and the next hops they lead to.",
        footer = {
            "",
            "Examples:",
            "  vireo vxlan                       every VNI",
            "  vireo vxlan --get 5000            then: vireo nh --get <NextHop>",
            "  vireo vxlan --create 5000 --nh 44",
            "  vireo vxlan --delete 5000"
        })
public final class VxlanCommand extends Tool {
    private static final String HEADER = "VXLAN Table\n\n VNID    NextHop\n----------------\n";
    private static final int VNI_WIDTH = 7;

    @Option(
            names = {"--dump", "--list", "-l"},
            description = "every VNI (what a bare 'vxlan' does)")
    private boolean dump;

    @Option(names = "--get", paramLabel = "VNI", description = "one VNI")
    private Integer get;

    @Option(names = "--create", paramLabel = "VNI", description = "add a VNI; needs --nh")
    private Integer create;

    @Option(names = "--delete", paramLabel = "VNI", description = "remove a VNI")
    private Integer delete;

    @Option(names = "--nh", paramLabel = "ID", description = "with --create: the next hop it leads to")
    private Integer nexthop;

    /** Made by picocli. */
    public VxlanCommand() {}

    @Override
    public Integer call() {
        atMostOne("--dump, --get, --create, --delete", dump, get != null, create != null, delete != null);
        if ((create == null) != (nexthop == null)) {
            throw usage("--create needs --nh ID, and --nh needs --create VNI");
        }
        try (VrouterClient client = connect()) {
            if (create != null) {
                client.request(new VrVxlan()
                        .op(SandeshOp.ADD)
                        .put(VrVxlan.VNID, create)
                        .put(VrVxlan.NHID, nexthop));
            } else if (delete != null) {
                client.request(new VrVxlan().op(SandeshOp.DEL).put(VrVxlan.VNID, delete));
            } else if (get != null) {
                print(client.request(new VrVxlan().op(SandeshOp.GET).put(VrVxlan.VNID, get))
                        .all(VrVxlan.class));
            } else {
                print(client.dump(new VrVxlan()).all(VrVxlan.class));
            }
        }
        return OK;
    }

    private void print(final List<VrVxlan> vnis) {
        if (output().json()) {
            final List<Object> trees = new ArrayList<>();
            vnis.forEach(vni -> trees.add(tree(vni)));
            final Map<String, Object> document = document();
            document.put("vnis", trees);
            output().printJson(document);
            return;
        }
        final StringBuilder out = new StringBuilder(HEADER);
        for (final VrVxlan vni : vnis) {
            out.append(Pad.left(vni.value(VrVxlan.VNID), VNI_WIDTH))
                    .append("    ")
                    .append(vni.value(VrVxlan.NHID))
                    .append(Brackets.of(names().nexthop(vni.value(VrVxlan.NHID))))
                    .append('\n');
        }
        output().print(out);
    }

    private Map<String, Object> tree(final VrVxlan vni) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("vni", vni.value(VrVxlan.VNID));
        tree.put("nexthop", vni.value(VrVxlan.NHID));
        tree.put("nexthopMeaning", VifJson.emptyToNull(names().nexthop(vni.value(VrVxlan.NHID))));
        return tree;
    }
}
