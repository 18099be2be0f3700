// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import java.util.List;
import net.vireo.cli.text.IpPrefix;
import net.vireo.cli.yaml.Fields;
import net.vireo.cli.yaml.Problems;

/**
 * Reads {@code kind: FloatingIp}, {@code kind: LinkLocalService} and {@code kind: VirtualGateway}:
 *
 * <pre>{@code
 * kind: FloatingIp
 * name: vm1-outside
 * address: 203.0.113.7
 * network: public
 * port: vm1
 *
 * kind: LinkLocalService
 * name: metadata
 * address: 169.254.169.254
 * port: 80
 * targets: [192.0.2.10]
 * target-port: 8775
 *
 * kind: VirtualGateway
 * name: out
 * network: red
 * device: vgw0
 * subnets: [10.1.0.0/24]            # what the host reaches by it; left out: the network's IPv4 subnets
 * routes: [0.0.0.0/0]               # what guests reach by it; left out: everything
 * }</pre>
 */
final class AddressReader {
    private static final IpPrefix LINK_LOCAL = IpPrefix.ipv4(0xa9fe_0000, 16);
    private static final int MAX_PORT = 65_535;

    private final Problems problems;

    AddressReader(final Problems problems) {
        this.problems = problems;
    }

    FloatingIp floating(final Fields fields) {
        return new FloatingIp(
                fields.name("name"),
                one(fields, "address"),
                fields.name("network"),
                fields.name("port"),
                fields.hosts("fixed-address").stream().findFirst());
    }

    LinkLocalService linkLocal(final Fields fields) {
        final IpPrefix address = one(fields, "address");
        if (!LINK_LOCAL.covers(address)) {
            problems.add(
                    fields.place("address"), "address is " + address.address() + ", expected one in " + LINK_LOCAL);
        }
        final List<IpPrefix> targets = fields.hosts("targets");
        if (targets.isEmpty()) {
            problems.add(fields.place("targets"), "service has no targets, expected a list of addresses");
        }
        return new LinkLocalService(
                fields.name("name"),
                address,
                fields.number("port", 1, MAX_PORT),
                targets,
                fields.number("target-port", 1, MAX_PORT));
    }

    VirtualGateway gateway(final Fields fields) {
        return new VirtualGateway(
                fields.name("name"),
                fields.name("network"),
                fields.device("device", ""),
                prefixes4(fields, "subnets"),
                prefixes4(fields, "routes"));
    }

    private List<IpPrefix> prefixes4(final Fields fields, final String key) {
        final List<IpPrefix> prefixes = fields.prefixes(key);
        prefixes.stream()
                .filter(IpPrefix::ipv6)
                .forEach(prefix -> problems.add(
                        fields.place(key), key + " has " + prefix + ", expected IPv4: a gateway carries no IPv6"));
        return prefixes.stream().map(IpPrefix::network).toList();
    }

    private IpPrefix one(final Fields fields, final String key) {
        final List<IpPrefix> hosts = fields.hosts(key);
        if (hosts.size() != 1) {
            problems.add(fields.place(key), "expected one " + key + " like 10.0.0.1");
        }
        return hosts.isEmpty() ? IpPrefix.host(0) : hosts.getFirst();
    }
}
