// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import net.vireo.lab.host.GuestSetup;
import net.vireo.lab.host.Place;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.IpAddress;
import net.vireo.lab.topology.Topology;

/** The guests of a lab as virtual machines. Used by the lab's main thread. */
public final class Machines implements AutoCloseable {
    private static final long BOOT_LIMIT_MS = 120_000;
    private static final int MEMORY_MB = 160;
    private static final int MTU_BYTES = 1500;

    /** What a machine's DHCP client calls, in the machine. */
    public static final String DHCP_SCRIPT = "/dhcp";

    private final Topology topology;
    private final Map<Guest, QemuGuest> machines = new LinkedHashMap<>();

    private Machines(final Topology topology) {
        this.topology = topology;
    }

    /**
     * Boots all of them at once and sets up their links. The data planes listen on the sockets already.
     *
     * @param sockets where the socket of each guest is
     * @param selfMade whether guests get their addresses themselves, by {@link #DHCP_SCRIPT}; else they are given them
     */
    public static Machines boot(
            final Topology topology,
            final GuestImage image,
            final Function<Guest, Path> sockets,
            final boolean selfMade)
            throws InterruptedException {
        final Machines all = new Machines(topology);
        try {
            for (final Guest guest : topology.guests()) {
                all.machines.put(
                        guest,
                        QemuGuest.named(guest.name())
                                .memory(MEMORY_MB)
                                .nic(QemuNic.on(sockets.apply(guest), mac(guest))
                                        .queues(guest.queues()))
                                .start(image));
            }
            for (final Guest guest : topology.guests()) {
                if (selfMade) {
                    all.setUp(guest);
                } else {
                    all.giveAddresses(guest);
                }
            }
            return all;
        } catch (final RuntimeException | InterruptedException e) {
            all.close();
            throw e;
        }
    }

    /** Where each guest's programs run, by its name. */
    public Map<String, Place> places() {
        final Map<String, Place> places = new LinkedHashMap<>();
        machines.forEach((guest, machine) -> places.put(guest.name(), new MachinePlace(machine)));
        return places;
    }

    @Override
    public void close() {
        machines.values().forEach(QemuGuest::close);
    }

    private void setUp(final Guest guest) throws InterruptedException {
        final QemuGuest machine = machines.get(guest);
        machine.awaitBoot(BOOT_LIMIT_MS);
        machine.run("cat > " + DHCP_SCRIPT + " << 'END'\n" + GuestSetup.script(GuestSetup.RESOLVER) + "END\n"
                + "chmod 755 " + DHCP_SCRIPT + " && ip link set " + Guest.LINK + " mtu " + MTU_BYTES + " up");
    }

    private void giveAddresses(final Guest guest) throws InterruptedException {
        final QemuGuest machine = machines.get(guest);
        machine.awaitBoot(BOOT_LIMIT_MS);
        machine.run("echo 0 > /proc/sys/net/ipv6/conf/" + Guest.LINK + "/router_solicitations"
                + " && ip address add " + IpAddress.v4(guest.address()) + "/"
                + topology.networkOf(guest).prefix().length() + " dev " + Guest.LINK
                + " && ip -6 address add " + guest.address6() + "/"
                + topology.networkOf(guest).prefix6().length() + " nodad dev " + Guest.LINK
                + " && ip link set " + Guest.LINK + " mtu " + MTU_BYTES + " up");
    }

    private static String mac(final Guest guest) {
        return String.format(Locale.ROOT, "%012x", guest.mac()).replaceAll("(..)(?!$)", "$1:");
    }
}
