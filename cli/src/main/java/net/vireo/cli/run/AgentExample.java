// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

/**
 * The configuration of a node's agent to begin with: two nodes, a network with a guest on each. Behind # without a space is what
 * may be left out, so that there is one of everything. In the text %own is the node's number, and %far the other one's.
 */
public final class AgentExample {
    private static final String TEXT = """
        # Node compute%own of two; 'vireo agent example --of compute%far' prints the other one's. One file or several, in a
        # directory: vireo run agent --node compute%own --config DIR, and --check there says what is wrong with them.
        # What stands behind # may be left out.

        kind: Agent
        apiVersion: vireo.net/v1
        name: compute%own
        address: 192.0.2.%own                  # the node's own, that of its vhost0: tunnels end here
        fabric: {device: eth1}              # the link to other nodes; also mac: and mtu:
        #encapsulation: [udp, gre, vxlan]   # the best first; default udp
        #name-servers: [192.0.2.53]         # for names that are not ours; default those of /etc/resolv.conf
        #metadata: {mode: built-in}         # or Nova's: {address: 192.0.2.10, port: 8775, secret: WORD}
        #flow-ageing: 180                   # seconds without a packet
        #flow-setup: fast                   # lcores judge what they can; default trap: the agent judges all
        #flow-limits: {per-vm: 20000}      # also link-local:, link-local-per-vm:
        ---
        kind: Peer
        apiVersion: vireo.net/v1
        name: compute%far
        address: 192.0.2.%far
        #encap: gre                         # default: the best that this node likes
        ---
        kind: VirtualNetwork
        apiVersion: vireo.net/v1
        name: red
        mode: l3                            # l3 routes, l2 bridges, l2_l3 (the default) does both
        #vni: 5001                          # its number in VXLAN
        #mtu: 1450                          # what guests are told; default what fits the fabric
        #broadcast-label: 40%own                # of bridged networks: under which floods come here
        subnets:
          - {prefix: 10.1.0.0/24, gateway: 10.1.0.1}      # also dns-server:, dhcp: false, routes:
          - {prefix: 'fd00:1::/64', gateway: 'fd00:1::1'}
        dns: {mode: virtual, domain: red.example}         # none, default, tenant (with servers:), virtual
        #policies: [red-to-public]
        #multicast: snooping                # who listens to a group gets its frames; default flood
        ---
        kind: Port
        apiVersion: vireo.net/v1
        uuid: 0aa1b2c3-0000-4000-8000-00000000000%own
        name: vm%own
        network: red
        mac: '02:00:00:00:01:0%own'
        addresses: [10.1.0.1%own, 'fd00:1::1%own']
        device: tap-vm%own                     # or vhost-user: {path: /run/vm%own.sock, mode: server, queues: 2}; with neither
                                            # the port waits for 'vireo port add vm%own --device NAME'
        label: 10%own                          # the Route on the other node says the same
        #bridge-label: 20%own                  # of bridged networks: the MacRoute on the other node says the same
        #security-groups: [web]             # without any, and with 'policy: false', everything passes
        #dhcp-options: {ntp-servers: 192.0.2.11}
        #fat-flows: [{protocol: udp, port: 53, ignore-address: source}]
        #max-flows: 5000
        #mirror: {to: probe, direction: both}
        #health-checks: [alive]
        ---
        kind: Route
        apiVersion: vireo.net/v1
        network: red
        prefix: 10.1.0.1%far/32
        host-name: vm%far
        via: compute%far                       # a Peer; or discard, or paths: [{via: NAME, label: NUMBER}, ..]
        label: 10%far
        #mac: '02:00:00:00:01:0%far'           # of bridged networks: what ARP is answered with
        ---
        kind: Route
        apiVersion: vireo.net/v1
        network: red
        prefix: 'fd00:1::1%far/128'
        host-name: vm%far
        via: compute%far
        label: 10%far
        #---
        #kind: SecurityGroup                # allows what it says to ports that have it, and nothing else
        #apiVersion: vireo.net/v1
        #name: web
        #rules:
        #  - {direction: ingress, protocol: tcp, ports: 80-90, remote: {prefix: 0.0.0.0/0}}
        #  - {direction: egress, remote: {group: web}}
        #---
        #kind: NetworkPolicy                # between networks, named by a network's policies:
        #apiVersion: vireo.net/v1
        #name: red-to-public
        #rules:
        #  - {direction: '<>', protocol: icmp, from: {network: red}, to: {network: public}, action: pass}
        #---
        #kind: VirtualNetwork
        #apiVersion: vireo.net/v1
        #name: public
        #mode: l3
        #subnets:
        #  - {prefix: 203.0.113.0/24, gateway: 203.0.113.254, dhcp: false}
        #---
        #kind: FloatingIp                   # another address of a port, in another network
        #apiVersion: vireo.net/v1
        #name: vm%own-outside
        #address: 203.0.113.%own
        #network: public
        #port: vm%own
        #---
        #kind: LinkLocalService             # guests reach targets by this address and port, TCP and UDP
        #apiVersion: vireo.net/v1
        #name: mirror
        #address: 169.254.169.200
        #port: 80
        #targets: [192.0.2.11]
        #target-port: 8080
        #---
        #kind: VirtualGateway               # the network and this host reach each other by an interface of the host's
        #apiVersion: vireo.net/v1
        #name: out
        #network: red
        #device: vgw0
        #routes: [198.51.100.0/24]          # what guests reach by it; default everything that has no other way
        #---
        #kind: ServiceHealthCheck           # what fails it gets no new connections
        #apiVersion: vireo.net/v1
        #name: alive
        #monitor: ping                      # ping, http (with port:, url-path:) or bfd
        #delay: 3s
        #timeout: 1s
        #retries: 2
        #---
        #kind: Analyzer                     # where copies of packets go
        #apiVersion: vireo.net/v1
        #name: probe
        #address: 192.0.2.50
        #---
        #kind: MacRoute                     # of bridged networks: where a MAC is
        #apiVersion: vireo.net/v1
        #network: red
        #mac: '02:00:00:00:01:0%far'
        #via: compute%far
        #label: 20%far
        #---
        #kind: Broadcast                    # of bridged networks: who else hears floods
        #apiVersion: vireo.net/v1
        #network: red
        #via: compute%far
        #label: 40%far
        """;

    private AgentExample() {}

    /**
     * The file of one of the two nodes.
     *
     * @param second of compute2, otherwise of compute1
     */
    public static String text(final boolean second) {
        return TEXT.replace("%own", second ? "2" : "1").replace("%far", second ? "1" : "2");
    }
}
