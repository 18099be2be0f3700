// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.vireo.cli.desired.NodeFile;
import net.vireo.cli.text.IpPrefix;
import net.vireo.cli.yaml.Fields;
import net.vireo.cli.yaml.Problems;
import net.vireo.cli.yaml.Yaml;

/**
 * Reads {@code kind: VirtualNetwork}:
 *
 * <pre>{@code
 * name: red
 * mode: l2_l3                       # l2_l3 (default), l2 or l3
 * vni: 5001
 * mtu: 1450                         # what guests are told
 * rpf: true
 * subnets:
 *   - {prefix: 10.1.0.0/24, gateway: 10.1.0.1, dns-server: 10.1.0.2, dhcp: true,
 *      routes: [{prefix: 10.9.0.0/16, via: 10.1.0.9}]}
 *   - {prefix: fd00:1::/64, gateway: fd00:1::1}
 * dns: {mode: tenant, servers: [10.1.0.53], domain: red.example}     # none, default, tenant or virtual
 * policies: [red-to-blue]
 * fat-flows: [{protocol: udp, port: 53}]   # connections to a service that share one flow
 * multicast: snooping               # only those who listen to a group get its frames; flood (default): everybody
 * health-checks: [alive]            # of all of its ports
 * }</pre>
 */
final class NetworkReader {
    private static final int MAX_VNI = (1 << 24) - 1;

    private final Problems problems;

    NetworkReader(final Problems problems) {
        this.problems = problems;
    }

    VirtualNetwork read(final Fields fields) {
        final NodeFile.Mode mode = NodeFile.Mode.valueOf(
                fields.oneOf("mode", List.of("l2", "l3", "l2_l3"), "l2_l3").toUpperCase(Locale.ROOT));
        return new VirtualNetwork(
                fields.name("name"),
                mode,
                fields.number("vni", 1, MAX_VNI, 0),
                fields.number("mtu", 576, 9500, 0),
                fields.oneOf("rpf", List.of("true", "false"), "true").equals("true"),
                fields.flag("flood-unknown"),
                fields.number("broadcast-label", RemoteReader.MIN_LABEL, RemoteReader.MAX_LABEL, 0),
                fields.list("subnets", "subnet").stream().map(this::subnet).toList(),
                dns(fields),
                PortReader.names(fields, "policies"),
                FatFlowReader.read(fields, problems),
                snooping(fields, mode),
                PortReader.names(fields, "health-checks"));
    }

    private boolean snooping(final Fields fields, final NodeFile.Mode mode) {
        final boolean snooping =
                fields.oneOf("multicast", List.of("flood", "snooping"), "flood").equals("snooping");
        if (snooping && !mode.isBridged()) {
            problems.add(
                    fields.place("multicast"),
                    "multicast: snooping is for bridged networks, expected mode l2 or l2_l3");
        }
        return snooping;
    }

    private VirtualNetwork.Subnet subnet(final Fields fields) {
        final IpPrefix prefix = fields.prefix("prefix");
        final VirtualNetwork.Subnet subnet = new VirtualNetwork.Subnet(
                prefix,
                inside(fields, "gateway", prefix),
                inside(fields, "dns-server", prefix),
                fields.oneOf("dhcp", List.of("true", "false"), "true").equals("true"),
                fields.list("routes", "route").stream().map(this::route).toList());
        fields.finish();
        return subnet;
    }

    private VirtualNetwork.HostRoute route(final Fields fields) {
        final VirtualNetwork.HostRoute route = new VirtualNetwork.HostRoute(
                fields.prefix("prefix"), host(fields, "via").orElse(IpPrefix.host(0)));
        if (!fields.has("via")) {
            problems.add(fields.place("via"), "route has no key 'via', expected an address like 10.0.0.1");
        }
        fields.finish();
        return route;
    }

    /** One address, empty when the key is missing. */
    private Optional<IpPrefix> host(final Fields fields, final String key) {
        final List<IpPrefix> hosts = fields.hosts(key);
        if (hosts.size() > 1) {
            problems.add(fields.place(key), key + " is a list, expected one address");
        }
        return hosts.stream().findFirst();
    }

    private Optional<IpPrefix> inside(final Fields fields, final String key, final IpPrefix prefix) {
        final Optional<IpPrefix> host = host(fields, key);
        if (host.isPresent() && !prefix.covers(host.get())) {
            final Yaml place = fields.place(key);
            problems.add(place, key + " is " + host.get().address() + ", expected an address in " + prefix);
        }
        return host;
    }

    private VirtualNetwork.Dns dns(final Fields fields) {
        if (!fields.has("dns")) {
            return new VirtualNetwork.Dns(VirtualNetwork.DnsMode.DEFAULT, List.of(), "");
        }
        final Fields dns = fields.mapping(
                "dns", "{mode: none}, {mode: default}, {mode: tenant, servers: [..]} or {mode: virtual, domain: ..}");
        final VirtualNetwork.Dns read = new VirtualNetwork.Dns(
                VirtualNetwork.DnsMode.valueOf(
                        dns.oneOf("mode", List.of("none", "default", "tenant", "virtual"), "default")
                                .toUpperCase(Locale.ROOT)),
                dns.hosts("servers"),
                dns.optionalText("domain", "a name like example.org").orElse(""));
        if (read.mode() == VirtualNetwork.DnsMode.VIRTUAL && read.domain().isEmpty()) {
            problems.add(
                    dns.place("mode"), "dns has no domain, expected one like example.org: names are answered below it");
        }
        dns.finish();
        return read;
    }
}
