// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.vireo.lab.topology.Family;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.Topology;

/**
 * What each guest made of the answers that it got: the address of its port and the way out by DHCP, an IPv6 address and a
 * way out by what the router advertises. Nobody configured a guest, so nobody else can have brought them.
 */
public record AddressCheck() implements Check {
    private static final long LIMIT_MS = 10_000;
    private static final List<String> ADDRESSES = List.of("busybox", "ip", "address", "show", "dev", Guest.LINK);
    private static final List<String> ROUTES = List.of("busybox", "ip", "route");
    private static final List<String> ROUTES6 = List.of("busybox", "ip", "-6", "route");

    @Override
    public String title() {
        return "addresses of all guests, by DHCP and router advertisements";
    }

    @Override
    public Outcome run(final RunningLab lab) throws InterruptedException {
        final List<String> without = new ArrayList<>();
        for (final Guest guest : lab.topology().guests()) {
            for (final Family family : Family.values()) {
                if (!has(lab, guest, family)) {
                    without.add(guest.name() + " " + family);
                }
            }
        }
        final int guests = lab.topology().guests().size();
        return new Outcome(
                without.isEmpty(),
                without.isEmpty()
                        ? guests
                                + " guests have the addresses of their ports, IPv4 and IPv6, and a default route of each"
                        : "WITHOUT: " + String.join(", ", without),
                "",
                Map.of("guests", guests, "without", without));
    }

    private static boolean has(final RunningLab lab, final Guest guest, final Family family)
            throws InterruptedException {
        final Topology topology = lab.topology();
        final int length = topology.networkOf(guest).prefix(family).length();
        final String addresses =
                lab.place(guest).runQuietly(ADDRESSES, LIMIT_MS).output();
        final String routes = lab.place(guest)
                .runQuietly(family == Family.IPV4 ? ROUTES : ROUTES6, LIMIT_MS)
                .output();
        return addresses.contains((family == Family.IPV4 ? "inet " : "inet6 ") + guest.address(family) + "/" + length)
                && routes.lines().anyMatch(line -> line.startsWith("default via "));
    }
}
