// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.text.Ipv4Prefix;
import net.vireo.cli.tool.Tool;
import net.vireo.sandesh.Family;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrRoute;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.WireIpv4;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vireo rt}: the routes of a VRF. */
@Command(
        name = "rt",
        description = "Routes of a VRF.",
        footer = {
            "",
            "Examples:",
            "  vireo rt                          the routes of every VRF that has a name",
            "  vireo rt --dump 1                 the routes of VRF 1",
            "  vireo rt --get 120.0.0.3/32 --vrf 1",
            "  vireo rt -c -v 1 -f 0 -p 10.1.1.3 -l 32 -n 44 -t 42 -x 0x3",
            "  vireo rt -d -v 1 -f 0 -p 10.1.1.3 -l 32 -n 44 -r 24"
        })
public final class RtCommand extends Tool {
    private static final byte[] NO_MAC = new byte[6];

    @Option(
            names = {"--dump", "-b"},
            paramLabel = "VRF",
            description = "the routes of a VRF")
    private Integer dump;

    @Option(
            names = "--get",
            paramLabel = "PREFIX",
            converter = Converters.Prefix.class,
            description = "the route that a prefix matches; needs --vrf")
    private Ipv4Prefix get;

    @Option(
            names = {"-c", "--create"},
            description = "add a route")
    private boolean create;

    @Option(
            names = {"-d", "--delete"},
            description = "remove a route")
    private boolean delete;

    @Option(
            names = {"-v", "--vrf"},
            paramLabel = "VRF",
            description = "with --get, -c, -d: the VRF")
    private Integer vrf;

    @Option(
            names = {"-f", "--family"},
            paramLabel = "inet|inet6",
            defaultValue = "inet",
            converter = RtOptions.FamilyName.class,
            description = "address family; default: inet (or 0)")
    private int family;

    @ArgGroup(exclusive = false, heading = "%nWith -c and -d:%n")
    private RtOptions options = new RtOptions();

    /** Made by picocli. */
    public RtCommand() {}

    @Override
    public Integer call() {
        atMostOne("--dump, --get, -c, -d", dump != null, get != null, create, delete);
        if ((get != null || create || delete) && vrf == null) {
            throw usage("--get, -c and -d need the VRF: --vrf N");
        }
        if ((create || delete) && !options.complete()) {
            throw usage("-c and -d need a prefix, its length and a next hop: -p 10.1.1.3 -l 32 -n 44");
        }
        try (VrouterClient client = connect()) {
            if (create) {
                client.request(options.route(vrf).op(SandeshOp.ADD));
            } else if (delete) {
                client.request(options.deletion(vrf).op(SandeshOp.DEL));
            } else if (get != null) {
                get(client);
            } else {
                dump(client, dump == null ? vrfs() : List.of(dump));
            }
        }
        return OK;
    }

    /** The VRFs that a bare {@code rt} shows. */
    private List<Integer> vrfs() {
        if (vrf != null) {
            return List.of(vrf);
        }
        final List<Integer> named = new ArrayList<>(names().vrfs().keySet());
        return named.isEmpty() ? List.of(0) : named;
    }

    private void get(final VrouterClient client) {
        final VrRoute request = new VrRoute()
                .op(SandeshOp.GET)
                .put(VrRoute.VRF_ID, vrf)
                .put(VrRoute.FAMILY, Family.INET)
                .put(VrRoute.PREFIX, WireIpv4.toBytes(get.address()))
                .put(VrRoute.PREFIX_LEN, get.length())
                .put(VrRoute.LABEL_FLAGS, 1)
                .put(VrRoute.MAC, NO_MAC);
        final List<VrRoute> routes = client.request(request).all(VrRoute.class);
        final StringBuilder out = new StringBuilder("Match ")
                .append(get)
                .append(" in vRouter inet4 table 0/")
                .append(vrf)
                .append("/unicast\n\n");
        final List<Object> tables = new ArrayList<>();
        print(out, tables, vrf, Family.INET, routes);
        finish(out, tables);
    }

    private void dump(final VrouterClient client, final List<Integer> vrfs) {
        final StringBuilder out = new StringBuilder();
        final List<Object> tables = new ArrayList<>();
        for (final int table : vrfs) {
            final VrRoute request = new VrRoute().put(VrRoute.VRF_ID, table).put(VrRoute.FAMILY, family);
            out.append(out.isEmpty() ? "" : "\n");
            print(out, tables, table, family, client.dump(request).all(VrRoute.class));
        }
        finish(out, tables);
    }

    private void print(
            final StringBuilder out,
            final List<Object> tables,
            final int table,
            final int tableFamily,
            final List<VrRoute> routes) {
        RtText.header(out, table, tableFamily, names());
        final List<Object> trees = new ArrayList<>();
        for (final VrRoute route : routes) {
            RtText.route(out, route, names());
            trees.add(RtText.tree(route, names()));
        }
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("vrf", table);
        tree.put("network", VifJson.emptyToNull(names().vrf(table)));
        tree.put("family", RtText.family(tableFamily));
        tree.put("routes", trees);
        tables.add(tree);
    }

    private void finish(final StringBuilder out, final List<Object> tables) {
        if (output().json()) {
            final Map<String, Object> document = document();
            document.put("tables", tables);
            output().printJson(document);
        } else {
            output().print(out);
        }
    }
}
