// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import net.vireo.cli.text.IpPrefix;
import net.vireo.cli.text.Mac;
import net.vireo.cli.tool.Tool;
import net.vireo.sandesh.Family;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrRoute;
import net.vireo.sandesh.VrouterClient;
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
            "  vireo rt --dump 1 --family all    with IPv6 routes and bridge entries",
            "  vireo rt --get 120.0.0.3/32 --vrf 1",
            "  vireo rt --get 02:00:00:00:00:03 --vrf 1 --family bridge",
            "  vireo rt -c -v 1 -f 0 -p 10.1.1.3 -l 32 -n 44 -t 42 -x 0x3",
            "  vireo rt -c -v 1 -f inet6 -p fd00::3 -l 128 -n 44 -t 42 -x 0x3",
            "  vireo rt -c -v 1 -f bridge -e 02:11:22:33:44:55 -n 44 -t 42 -x 0x3",
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
            paramLabel = "PREFIX|MAC",
            description = "the route that a prefix matches, or a bridge entry; needs --vrf")
    private String get;

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
            paramLabel = "inet|inet6|bridge|all",
            converter = RtOptions.FamilyName.class,
            description = "address family; default: inet (or 0; bridge is 1)")
    private Integer family;

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
        if (get != null && Mac.parse(get).isEmpty() && IpPrefix.parse(get).isEmpty()) {
            throw usage("'" + get + "' is neither a prefix like 10.0.0.0/24 or fd00::/64 nor a MAC");
        }
        if (create || delete) {
            final String mistake = options.mistake(oneFamily());
            if (!mistake.isEmpty()) {
                throw usage(mistake);
            }
        }
        try (VrouterClient client = connect()) {
            if (create) {
                client.request(options.route(vrf, oneFamily()).op(SandeshOp.ADD));
            } else if (delete) {
                client.request(options.deletion(vrf, oneFamily()).op(SandeshOp.DEL));
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

    private int oneFamily() {
        return family == null || family == RtOptions.ALL ? Family.INET : family;
    }

    private void get(final VrouterClient client) {
        final StringBuilder out = new StringBuilder();
        final List<Object> tables = new ArrayList<>();
        final OptionalLong mac = Mac.parse(get);
        final Optional<IpPrefix> prefix = IpPrefix.parse(get);
        final int found = mac.isPresent() ? Family.BRIDGE : prefix.get().ipv6() ? Family.INET6 : Family.INET;
        if (family != null && family != RtOptions.ALL && family != found) {
            throw usage("'" + get + "' is not of family " + RtText.option(family));
        }
        final VrRoute request = new VrRoute()
                .op(SandeshOp.GET)
                .put(VrRoute.VRF_ID, vrf)
                .put(VrRoute.FAMILY, found)
                .put(VrRoute.LABEL_FLAGS, 1);
        if (mac.isPresent()) {
            request.put(VrRoute.MAC, Mac.bytes(mac.getAsLong())).put(VrRoute.INDEX, -1);
        } else {
            request.put(VrRoute.PREFIX, prefix.get().octets())
                    .put(VrRoute.PREFIX_LEN, prefix.get().length())
                    .put(VrRoute.MAC, NO_MAC);
        }
        out.append("Match ")
                .append(mac.isPresent() ? get : prefix.get().toString())
                .append(" in vRouter ")
                .append(RtText.family(found))
                .append(" table 0/")
                .append(vrf)
                .append(mac.isPresent() ? "\n\n" : "/unicast\n\n");
        print(out, tables, vrf, found, client.request(request).all(VrRoute.class));
        finish(out, tables);
    }

    private void dump(final VrouterClient client, final List<Integer> vrfs) {
        final StringBuilder out = new StringBuilder();
        final List<Object> tables = new ArrayList<>();
        final List<Integer> families = family != null && family == RtOptions.ALL
                ? List.of(Family.INET, Family.INET6, Family.BRIDGE)
                : List.of(oneFamily());
        for (final int table : vrfs) {
            for (final int each : families) {
                final VrRoute request = new VrRoute().put(VrRoute.VRF_ID, table).put(VrRoute.FAMILY, each);
                out.append(out.isEmpty() ? "" : "\n");
                print(out, tables, table, each, client.dump(request).all(VrRoute.class));
            }
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
