// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import java.nio.file.Path;
import java.util.List;
import net.vireo.lab.guest.GuestImage;
import net.vireo.lab.guest.QemuGuest;
import net.vireo.lab.guest.QemuTap;
import net.vireo.lab.topology.Addresses;
import net.vireo.lab.topology.ComputeNode;
import net.vireo.lab.topology.Encap;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.IpAddress;

/**
 * A compute node without anything of ours: a machine whose kernel does it all, told by hand with {@code ip}. Each tenant
 * has a VRF, and a namespace as its guest; labels lead to guests, routes push labels and lead into tunnels.
 */
final class KernelNode implements AutoCloseable {
    private static final String MAC = "02:00:00:00:00:f0";
    private static final long BOOT_LIMIT_MS = 90_000;
    private static final int GATEWAY_HOST = 1;

    private final QemuGuest machine;
    private int tenants;

    private KernelNode(final QemuGuest machine) {
        this.machine = machine;
    }

    /** Boots it on a TAP in the fabric's namespace. */
    static KernelNode boot(final Path fabricSpace, final String tap) throws Exception {
        final QemuGuest machine = QemuGuest.named("kernel-node")
                .nic(new QemuTap(tap, MAC))
                .inside(fabricSpace)
                .start(GuestImage.obtain());
        machine.awaitBoot(BOOT_LIMIT_MS);
        machine.run("""
                set -e
                echo 100000 > /proc/sys/net/mpls/platform_labels
                echo 1 > /proc/sys/net/ipv4/ip_forward
                echo 1 > /proc/sys/net/ipv6/conf/all/forwarding
                echo 1 > /proc/sys/net/ipv6/conf/eth0/disable_ipv6
                ip fou add port 6635 ipproto 137
                ip link set eth0 up
                """);
        return new KernelNode(machine);
    }

    /** Gives it one of its addresses on the fabric, and a tunnel from there to another node. */
    void tunnel(final String link, final Encap encap, final ComputeNode own, final ComputeNode to)
            throws InterruptedException {
        final String ends = " local " + Addresses.ipv4(own.address()) + " remote " + Addresses.ipv4(to.address());
        final String kind = encap == Encap.UDP
                ? "ipip mode mplsip" + ends + " ttl 64 encap fou encap-sport auto encap-dport 6635"
                : "gre" + ends + " ttl 64";
        machine.run("ip address add " + Addresses.ipv4(own.address()) + "/24 dev eth0 && ip link add name " + link
                + " type " + kind);
    }

    /** Makes a tenant with one guest, whose one neighbour is behind the tunnel. */
    void tenant(final Guest own, final Guest neighbour, final String tunnel) throws InterruptedException {
        tenants++;
        // One label for both families: what pops it looks at the packet's first bits, and both go to the one MAC.
        machine.run("""
            set -e
            ip netns add %1$s
            ip link add %1$s type vrf table %2$d
            ip link set %1$s up
            ip link add to-%1$s type veth peer name eth0 netns %1$s
            ip link set to-%1$s master %1$s up
            ip address add %8$s/32 dev to-%1$s
            echo 1 > /proc/sys/net/ipv4/conf/to-%1$s/proxy_arp
            echo 0 > /proc/sys/net/ipv4/neigh/to-%1$s/proxy_delay
            echo 1 > /proc/sys/net/ipv6/conf/to-%1$s/proxy_ndp
            echo 0 > /proc/sys/net/ipv6/neigh/to-%1$s/proxy_delay
            ip -n %1$s link set lo up
            ip -n %1$s link set eth0 address %9$s up
            ip -n %1$s address add %4$s/24 dev eth0
            ip -n %1$s address add %5$s/64 dev eth0 nodad
            ip route add vrf %1$s %4$s/32 dev to-%1$s
            ip -6 route add vrf %1$s %5$s/128 dev to-%1$s
            ip -6 neigh add proxy %7$s dev to-%1$s
            ip link set %3$s up
            echo 1 > /proc/sys/net/mpls/conf/%3$s/input
            ip -f mpls route add %10$d via inet %4$s dev to-%1$s
            ip route add vrf %1$s %6$s/32 encap mpls %11$d dev %3$s
            ip -6 route add vrf %1$s %7$s/128 encap mpls %11$d dev %3$s
            """.formatted(
                        own.network(),
                        10 * tenants,
                        tunnel,
                        IpAddress.v4(own.address()),
                        own.address6(),
                        IpAddress.v4(neighbour.address()),
                        neighbour.address6(),
                        Addresses.ipv4(own.address() & ~0xff | GATEWAY_HOST),
                        Addresses.mac(own.mac()),
                        own.label(),
                        neighbour.label()));
    }

    /** Runs a command as a tenant's guest; what it printed, whether it succeeded or not. */
    String asGuest(final Guest guest, final String command) throws InterruptedException {
        return machine.shell("ip netns exec " + guest.network() + " " + command).output();
    }

    /** What its kernel knows and has counted, for messages. */
    String figures() throws InterruptedException {
        final StringBuilder figures = new StringBuilder();
        for (final String command : List.of(
                "ip -s -d link",
                "ip -f mpls route",
                "ip route show table all",
                "ip neigh",
                "grep -v ' 0 *$' /proc/net/snmp")) {
            figures.append("\n# ")
                    .append(command)
                    .append('\n')
                    .append(machine.shell(command).output());
        }
        return figures.toString();
    }

    @Override
    public void close() {
        machine.close();
    }
}
