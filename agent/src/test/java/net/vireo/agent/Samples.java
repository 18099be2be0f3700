// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A configuration of one node with two networks, as people write it. */
public final class Samples {
    /** The node. */
    public static final String NODE = """
            kind: Agent
            apiVersion: vireo.net/v1
            name: compute1
            address: 192.0.2.1
            fabric: {device: fabric0}
            encapsulation: [udp, vxlan]
            name-servers: [192.0.2.53]
            metadata: {address: 192.0.2.10, secret: shared}
            """;

    /** Its networks. */
    public static final String NETWORKS = """
            kind: VirtualNetwork
            apiVersion: vireo.net/v1
            name: red
            vni: 5001
            subnets:
              - {prefix: 10.1.0.0/24, gateway: 10.1.0.1, dns-server: 10.1.0.2}
              - {prefix: fd00:1::/64, gateway: fd00:1::1}
            dns: {mode: default, domain: red.example}
            ---
            kind: VirtualNetwork
            apiVersion: vireo.net/v1
            name: public
            mode: l3
            subnets:
              - {prefix: 203.0.113.0/24, gateway: 203.0.113.1, dhcp: false}
            """;

    /** The UUID of port vm1. */
    public static final String VM1 = "0aa1b2c3-0000-4000-8000-000000000001";

    /** The UUID of port vm2, which has no device. */
    public static final String VM2 = "0aa1b2c3-0000-4000-8000-000000000002";

    /** Its ports. */
    public static final String PORTS = """
            kind: Port
            apiVersion: vireo.net/v1
            uuid: 0aa1b2c3-0000-4000-8000-000000000001
            name: vm1
            network: red
            mac: 02:00:00:00:01:04
            addresses: [10.1.0.4, fd00:1::4]
            device: tap-vm1
            security-groups: web
            dhcp-options: {interface-mtu: 1400}
            ---
            kind: Port
            apiVersion: vireo.net/v1
            uuid: 0aa1b2c3-0000-4000-8000-000000000002
            name: vm2
            network: red
            mac: 02:00:00:00:01:05
            addresses: 10.1.0.5
            """;

    /** Other nodes and what lies behind them. */
    public static final String REMOTE = """
            kind: Peer
            apiVersion: vireo.net/v1
            name: compute2
            address: 192.0.2.2
            ---
            kind: Route
            apiVersion: vireo.net/v1
            network: red
            prefix: 10.1.0.9/32
            via: compute2
            label: 30
            mac: 02:00:00:00:01:09
            ---
            kind: MacRoute
            apiVersion: vireo.net/v1
            network: red
            mac: 02:00:00:00:01:09
            via: compute2
            label: 31
            ---
            kind: Broadcast
            apiVersion: vireo.net/v1
            network: red
            via: compute2
            label: 32
            ---
            kind: FloatingIp
            apiVersion: vireo.net/v1
            name: vm1-outside
            address: 203.0.113.7
            network: public
            port: vm1
            """;

    /** Groups, policies, services. */
    public static final String POLICIES = """
            kind: SecurityGroup
            apiVersion: vireo.net/v1
            name: web
            rules:
              - {direction: ingress, protocol: tcp, ports: 80-90, remote: {prefix: 0.0.0.0/0}}
              - {direction: egress, remote: {group: web}}
            ---
            kind: NetworkPolicy
            apiVersion: vireo.net/v1
            name: red-to-public
            rules:
              - {direction: '<>', protocol: icmp, from: {network: red}, to: {network: public}, action: deny}
            ---
            kind: LinkLocalService
            apiVersion: vireo.net/v1
            name: time
            address: 169.254.169.123
            port: 123
            targets: 192.0.2.11
            target-port: 123
            """;

    private Samples() {}

    /** Writes all of them to a directory. */
    public static Path write(final Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("10-node.yaml"), NODE);
        Files.writeString(directory.resolve("20-networks.yaml"), NETWORKS);
        Files.writeString(directory.resolve("30-ports.yaml"), PORTS);
        Files.writeString(directory.resolve("40-remote.yaml"), REMOTE);
        Files.writeString(directory.resolve("50-policies.yaml"), POLICIES);
        return directory;
    }
}
