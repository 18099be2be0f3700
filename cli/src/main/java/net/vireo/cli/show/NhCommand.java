// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.vireo.cli.tool.Tool;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrouterClient;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vireo nh}: next hops, what is done with a packet whose look-up ended. */
@Command(
        name = "nh",
        description = "Next hops: what is done with a packet whose look-up ended.",
        footer = {
            "",
            "Examples:",
            "  vireo nh                          every next hop",
            "  vireo nh --get 7                  one, and the members of a composite",
            "  vireo nh --create 44 --type 2 --vrf 1 --oif 3 \\",
            "       --smac 00:00:5e:00:01:00 --dmac 02:11:22:33:44:55",
            "  vireo nh --create 45 --type 3 --oif 0 --sip 192.0.2.1 --dip 192.0.2.2 --udp",
            "  vireo nh --create 46 --type 6 --vrf 1 --ecmp --cni 44 --lbl -1 --cni 45 --lbl 30",
            "  vireo nh --create 47 --type 7 --vrf 1 --vxlan --l2",
            "  vireo nh --delete 44",
            "  vireo nh --convert-encap udp --to 192.0.2.2"
        })
public final class NhCommand extends Tool {
    @Option(
            names = {"--list", "-l"},
            description = "every next hop (what a bare 'nh' does)")
    private boolean list;

    @Option(names = "--get", paramLabel = "ID", description = "one next hop")
    private Integer get;

    @Option(names = "--create", paramLabel = "ID", description = "add or change a next hop; needs --type")
    private Integer create;

    @Option(names = "--delete", paramLabel = "ID", description = "remove a next hop")
    private Integer delete;

    @ArgGroup(exclusive = false, heading = "%nWith --create:%n")
    private NhOptions options = new NhOptions();

    @ArgGroup(exclusive = false, heading = "%nTo change the kind of tunnels:%n")
    private EncapOptions encap;

    /** Made by picocli. */
    public NhCommand() {}

    @Override
    public Integer call() {
        atMostOne(
                "--list, --get, --create, --delete, --convert-encap",
                list,
                get != null,
                create != null,
                delete != null,
                encap != null);
        if (create == null && options.given()) {
            throw usage("options for a new next hop need --create ID");
        }
        if (create != null && !options.hasType()) {
            throw usage("--create needs --type N (1 receive, 2 encap, 3 tunnel, 4 resolve, 5 discard, 6 composite,"
                    + " 7 VRF translate, 8 L2 receive)");
        }
        if (create != null && !options.mistake().isEmpty()) {
            throw usage(options.mistake());
        }
        try (VrouterClient client = connect()) {
            if (create != null) {
                client.request(options.nexthop(create));
            } else if (delete != null) {
                client.request(new VrNexthop().op(SandeshOp.DEL).put(VrNexthop.ID, delete));
            } else if (encap != null) {
                printConverted(encap.convert(client));
            } else if (get != null) {
                print(withMembers(client, get));
            } else {
                print(client.dump(new VrNexthop()).all(VrNexthop.class));
            }
        }
        return OK;
    }

    private void printConverted(final List<EncapConversion.Converted> converted) {
        if (output().json()) {
            final Map<String, Object> document = document();
            document.put("converted", EncapOptions.trees(converted));
            output().printJson(document);
        } else {
            output().print(encap.text(converted));
        }
    }

    /** The next hop, and those that it leads to when it is a composite or indirect. */
    private static List<VrNexthop> withMembers(final VrouterClient client, final int id) {
        final List<VrNexthop> found = new ArrayList<>();
        found.add(one(client, id));
        for (final int member : found.getFirst().value(VrNexthop.NH_LIST)) {
            if (member >= 0) {
                found.add(one(client, member));
            }
        }
        return found;
    }

    private static VrNexthop one(final VrouterClient client, final int id) {
        return client.request(new VrNexthop().op(SandeshOp.GET).put(VrNexthop.ID, id))
                .first(VrNexthop.class);
    }

    private void print(final List<VrNexthop> nexthops) {
        if (output().json()) {
            final List<Object> trees = new ArrayList<>();
            nexthops.forEach(nexthop -> trees.add(NhJson.tree(nexthop, names())));
            final Map<String, Object> document = document();
            document.put("nexthops", trees);
            output().printJson(document);
            return;
        }
        final StringBuilder out = new StringBuilder();
        final NhText text = new NhText(out, names());
        nexthops.forEach(text::nexthop);
        output().print(out);
    }
}
