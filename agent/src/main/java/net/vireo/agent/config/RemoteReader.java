// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.vireo.cli.text.IpPrefix;
import net.vireo.cli.yaml.Fields;
import net.vireo.cli.yaml.Problems;
import net.vireo.vrouter.table.Vif;

/**
 * Reads what files say about other nodes:
 *
 * <pre>{@code
 * kind: Peer
 * name: compute2
 * address: 192.0.2.2
 * encap: gre                        # else as this node likes it best
 *
 * kind: Route
 * network: red
 * prefix: 10.1.0.5/32
 * host-name: vm2                    # what guests of the network find it by, where this node answers for names
 * via: compute2                     # or paths: [{via: .., label: ..}, ..]; via: discard
 * label: 17
 * mac: 02:00:00:00:01:05            # in bridged networks: what ARP is answered with
 *
 * kind: MacRoute
 * network: red
 * mac: 02:00:00:00:01:05
 * via: compute2
 * label: 18
 *
 * kind: Broadcast
 * network: red
 * via: compute2
 * label: 40
 * }</pre>
 */
final class RemoteReader {
    /** Labels under 16 are reserved (RFC 3032 section 2.1). */
    static final int MIN_LABEL = 16;

    static final int MAX_LABEL = (1 << 20) - 1;

    private static final String DISCARD = "discard";
    private static final List<String> ENCAPS = List.of("udp", "gre", "vxlan");

    private RemoteReader() {}

    static PeerConfig peer(final Fields fields) {
        return new PeerConfig(
                fields.name("name"),
                fields.address("address"),
                fields.has("encap") ? NodeSettingsReader.encap(fields.oneOf("encap", ENCAPS, "udp")) : Optional.empty(),
                fields.mac("router-mac", Vif.ROUTER_MAC),
                fields.mac("mac", 0));
    }

    static RouteConfig route(final Fields fields, final Problems problems) {
        final String network = fields.name("network");
        final IpPrefix prefix = fields.prefix("prefix");
        final List<RouteConfig.Path> paths = new ArrayList<>();
        if (fields.has("paths")) {
            for (final Fields path : fields.list("paths", "path")) {
                paths.add(path(path));
                path.finish();
            }
        } else {
            final RouteConfig.Path path = path(fields);
            if (!path.via().equals(DISCARD)) {
                paths.add(path);
            }
        }
        return new RouteConfig(
                network, prefix, hostName(fields, prefix, problems), List.copyOf(paths), fields.mac("mac", 0));
    }

    /** A name is one guest's: it goes with one address. */
    private static String hostName(final Fields fields, final IpPrefix prefix, final Problems problems) {
        final String name = fields.optionalText("host-name", "the name of the guest behind it")
                .orElse("");
        if (!name.isEmpty() && !prefix.isHost()) {
            problems.add(
                    fields.place("host-name"),
                    "host-name is '" + name + "' for " + prefix + ", expected a prefix of one address");
        }
        return name;
    }

    private static RouteConfig.Path path(final Fields fields) {
        return new RouteConfig.Path(fields.name("via"), label(fields));
    }

    private static int label(final Fields fields) {
        return fields.number("label", MIN_LABEL, MAX_LABEL, 0);
    }

    static MacConfig mac(final Fields fields) {
        return new MacConfig(fields.name("network"), fields.mac("mac"), fields.name("via"), label(fields));
    }

    static BroadcastConfig broadcast(final Fields fields) {
        return new BroadcastConfig(fields.name("network"), fields.name("via"), label(fields));
    }
}
