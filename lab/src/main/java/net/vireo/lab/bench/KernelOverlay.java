// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.bench;

import static net.vireo.lab.topology.Addresses.ipv4;

import java.util.List;
import net.vireo.lab.host.Commands;
import net.vireo.lab.host.LabException;
import net.vireo.lab.host.Spaces;
import net.vireo.lab.topology.Fabric;

/**
 * The kernel's own overlay between the same kind of namespaces: on each of two hosts a bridge, a VXLAN device in it, and
 * a guest on a veth pair; the hosts are ports of the fabric that Vireo's nodes use.
 */
final class KernelOverlay {
    static final String CLIENT = "k-vm0";
    static final String SERVER = "k-vm1";
    static final int SERVER_ADDRESS = 0x78000003;

    private static final List<String> HOSTS = List.of("k-host0", "k-host1");
    private static final List<String> GUESTS = List.of(CLIENT, SERVER);
    private static final int UNDERLAY = 0xc000020b;
    private static final int OVERLAY = 0x78000004;
    private static final int VNI = 42;
    private static final int OVERHEAD_BYTES = 50;
    private static final long LIMIT_MS = 5000;

    private final Spaces spaces;

    KernelOverlay(final Spaces spaces) {
        this.spaces = spaces;
    }

    /** Builds both hosts and their guests; the fabric is there. */
    void build() throws InterruptedException {
        for (int i = 0; i < HOSTS.size(); i++) {
            host(i);
            guest(i);
        }
    }

    private void host(final int number) throws InterruptedException {
        final String host = HOSTS.get(number);
        spaces.create(host);
        spaces.withDescriptor(
                host,
                peer -> spaces.inside(Fabric.NAME, netlink -> {
                    netlink.addVeth(host, Fabric.LINK, peer);
                    netlink.setMaster(
                            netlink.link(host).index(),
                            netlink.link(Fabric.NAME).index());
                    netlink.setUp(netlink.link(host).index());
                    return null;
                }));
        in(host, "ip addr add " + ipv4(UNDERLAY + number) + "/24 dev " + Fabric.LINK);
        in(host, "ip link set " + Fabric.LINK + " up");
        in(host, "ip link add br0 type bridge");
        in(
                host,
                "ip link add vx0 type vxlan id " + VNI + " dstport 4789 local " + ipv4(UNDERLAY + number) + " remote "
                        + ipv4(UNDERLAY + 1 - number) + " dev " + Fabric.LINK);
        in(host, "ip link set vx0 master br0");
        in(host, "ip link set vx0 up");
        in(host, "ip link set br0 up");
    }

    private void guest(final int number) throws InterruptedException {
        final String guest = GUESTS.get(number);
        final String host = HOSTS.get(number);
        spaces.create(guest);
        spaces.withDescriptor(
                guest,
                peer -> spaces.inside(host, netlink -> {
                    netlink.addVeth("tap0", "eth0", peer);
                    return null;
                }));
        in(host, "ip link set tap0 master br0");
        in(host, "ip link set tap0 up");
        in(guest, "ip link set eth0 mtu " + (1500 - OVERHEAD_BYTES));
        in(guest, "ip addr add " + ipv4(OVERLAY - number) + "/24 dev eth0");
        in(guest, "ip link set eth0 up");
    }

    /** Whether the fabric's links cut tunnel packets themselves (as veth comes: not at all), or the kernel before them. */
    void tunnelSegmentation(final boolean on) throws InterruptedException {
        final String word = on ? "on" : "off";
        for (final String host : HOSTS) {
            in(
                    host,
                    "ethtool -K " + Fabric.LINK + " tx-udp_tnl-segmentation " + word + " tx-udp_tnl-csum-segmentation "
                            + word);
        }
    }

    private void in(final String space, final String command) throws InterruptedException {
        final Commands.Done done =
                Commands.run(Commands.inside(spaces.file(space), List.of(command.split(" ", -1))), LIMIT_MS);
        if (!done.ok()) {
            throw new LabException(
                    "in " + space + ": " + command + ": " + done.output().strip());
        }
    }
}
