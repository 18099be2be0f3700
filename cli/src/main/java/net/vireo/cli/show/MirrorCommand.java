// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.text.Pad;
import net.vireo.cli.tool.Tool;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrMirror;
import net.vireo.sandesh.VrouterClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vireo mirror}: where copies of packets go. */
@Command(
        name = "mirror",
        description = "Mirrors: where copies of packets go.",
        footer = {
            "",
            "Examples:",
            "  vireo mirror                      every mirror",
            "  vireo mirror --create 1 --nh 46   copies leave by next hop 46",
            "  vireo mirror --create 2 --nh 47 --vni 99",
            "  vireo mirror --delete 1"
        })
public final class MirrorCommand extends Tool {
    private static final String HEADER = """
            Mirror Table

            Flags:D=Dynamic Mirroring, Hw=NIC Assisted Mirroring\s

            Index    NextHop    Flags       VNI    Vlan
            ------------------------------------------------
            """;

    private static final int INDEX_WIDTH = 5;
    private static final int NEXTHOP_WIDTH = 11;
    private static final int FLAGS_WIDTH = 8;
    private static final int VNI_WIDTH = 11;
    private static final int VLAN_WIDTH = 8;
    private static final int NO_VNI = -1;
    private static final int DYNAMIC = 0x1;
    private static final int HARDWARE = 0x4;

    @Option(
            names = {"--dump", "--list", "-l"},
            description = "every mirror (what a bare 'mirror' does)")
    private boolean dump;

    @Option(names = "--get", paramLabel = "INDEX", description = "one mirror")
    private Integer get;

    @Option(names = "--create", paramLabel = "INDEX", description = "add or change a mirror; needs --nh")
    private Integer create;

    @Option(names = "--delete", paramLabel = "INDEX", description = "remove a mirror")
    private Integer delete;

    @Option(names = "--nh", paramLabel = "ID", description = "with --create: the next hop that copies leave by")
    private Integer nexthop;

    @Option(names = "--vni", paramLabel = "VNI", description = "with --create: what copies to a node travel under")
    private Integer vni;

    @Option(names = "--dynamic", description = "with --create: copies carry metadata in front, for an analyzer")
    private boolean dynamic;

    /** Made by picocli. */
    public MirrorCommand() {}

    @Override
    public Integer call() {
        atMostOne("--dump, --get, --create, --delete", dump, get != null, create != null, delete != null);
        if (create == null ? nexthop != null || vni != null || dynamic : nexthop == null) {
            throw usage("--create needs --nh ID; --nh, --vni and --dynamic need --create INDEX");
        }
        try (VrouterClient client = connect()) {
            if (create != null) {
                client.request(new VrMirror()
                        .op(SandeshOp.ADD)
                        .put(VrMirror.INDEX, create)
                        .put(VrMirror.NHID, nexthop)
                        .put(VrMirror.FLAGS, dynamic ? DYNAMIC : 0)
                        .put(VrMirror.VNI, vni == null ? NO_VNI : vni));
            } else if (delete != null) {
                client.request(new VrMirror().op(SandeshOp.DEL).put(VrMirror.INDEX, delete));
            } else if (get != null) {
                print(client.request(new VrMirror().op(SandeshOp.GET).put(VrMirror.INDEX, get))
                        .all(VrMirror.class));
            } else {
                print(client.dump(new VrMirror()).all(VrMirror.class));
            }
        }
        return OK;
    }

    private void print(final List<VrMirror> mirrors) {
        if (output().json()) {
            final List<Object> trees = new ArrayList<>();
            mirrors.forEach(mirror -> trees.add(tree(mirror)));
            final Map<String, Object> document = document();
            document.put("mirrors", trees);
            output().printJson(document);
            return;
        }
        final StringBuilder out = new StringBuilder(HEADER);
        for (final VrMirror mirror : mirrors) {
            final int index = mirror.value(VrMirror.INDEX);
            final int id = mirror.value(VrMirror.NHID);
            out.append(Pad.left(index, INDEX_WIDTH))
                    .append(Pad.left(id, NEXTHOP_WIDTH))
                    .append(Pad.left(String.join("", flags(mirror)), FLAGS_WIDTH))
                    .append(vni(mirror))
                    .append(Pad.left(mirror.value(VrMirror.VLAN), VLAN_WIDTH))
                    .append(Brackets.of(names().mirrors().getOrDefault(index, ""), names().nexthop(id)))
                    .append('\n');
        }
        output().print(out);
    }

    private static String vni(final VrMirror mirror) {
        final int vni = mirror.value(VrMirror.VNI);
        return vni < 0 ? "" : Pad.left(vni, VNI_WIDTH);
    }

    private static List<String> flags(final VrMirror mirror) {
        final List<String> flags = new ArrayList<>();
        if ((mirror.value(VrMirror.FLAGS) & DYNAMIC) != 0) {
            flags.add("D");
        }
        if ((mirror.value(VrMirror.FLAGS) & HARDWARE) != 0) {
            flags.add("Hw");
        }
        return flags;
    }

    private Map<String, Object> tree(final VrMirror mirror) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        final int index = mirror.value(VrMirror.INDEX);
        tree.put("mirror", index);
        tree.put("name", names().mirrors().get(index));
        tree.put("nexthop", mirror.value(VrMirror.NHID));
        tree.put("nexthopMeaning", VifJson.emptyToNull(names().nexthop(mirror.value(VrMirror.NHID))));
        tree.put("flags", flags(mirror));
        tree.put("vni", mirror.value(VrMirror.VNI) <= 0 ? null : (Integer) mirror.value(VrMirror.VNI));
        tree.put("vlan", mirror.value(VrMirror.VLAN) <= 0 ? null : (Integer) mirror.value(VrMirror.VLAN));
        tree.put("users", mirror.value(VrMirror.USERS));
        return tree;
    }
}
