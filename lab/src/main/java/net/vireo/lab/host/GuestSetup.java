// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import net.vireo.lab.host.Commands.Done;
import net.vireo.lab.topology.Family;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.Topology;

/**
 * What guests do that know nothing but their link: each asks for an IPv4 address by DHCP ({@code busybox udhcpc}), and its
 * kernel makes an IPv6 address from what the router advertises. All at once.
 */
public final class GuestSetup {
    /** Where a guest's name servers stand, for its programs. */
    public static final String RESOLVER = "/etc/resolv.conf";

    private static final long LIMIT_MS = 60_000;
    private static final long POLL_MS = 100;

    /** In hexadecimal among what the kernel says of an IPv6 address: not yet to be used, or somebody else's (if_addr.h). */
    private static final int UNUSABLE = 0x40 | 0x08;

    private static final int FLAGS_COLUMN = 4;

    private static final String SCRIPT = """
            #!/bin/sh
            case "$1" in bound|renew) ;; *) exit 0 ;; esac
            busybox ip address replace "$ip/$mask" dev "$interface"
            [ -z "$router" ] || busybox ip route replace default via "$router" dev "$interface"
            {
              [ -z "$domain" ] || echo "search $domain"
              for server in $dns; do echo "nameserver $server"; done
            } > RESOLVER
            echo "lease: $ip/$mask router $router"
            """;

    private final Topology topology;
    private final Function<Guest, Place> places;

    /** @param places where guests' programs run */
    public GuestSetup(final Topology topology, final Function<Guest, Place> places) {
        this.topology = topology;
        this.places = places;
    }

    /** Writes the scripts of guests that are namespaces. */
    public void writeScripts(final LabFiles files) {
        try {
            for (final Guest guest : topology.guests()) {
                final Path script = files.dhcpScript(guest.name());
                Files.createDirectories(script.getParent());
                Files.writeString(script, script(files.resolver(guest.name()).toString()), StandardCharsets.US_ASCII);
                Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot write the scripts of the guests' DHCP clients", e);
        }
    }

    /**
     * The script that {@code udhcpc} calls.
     *
     * @param resolver the file that gets the name servers
     */
    public static String script(final String resolver) {
        return SCRIPT.replace("RESOLVER", resolver);
    }

    /**
     * Lets all of them ask and waits until they have addresses.
     *
     * @param scripts the script of each guest, a file in its place
     * @throws LabException naming who has none, and what was said there
     */
    public void obtain(final Function<Guest, String> scripts) throws InterruptedException {
        final Map<String, String> failures = new ConcurrentHashMap<>();
        final List<Thread> askers = topology.guests().stream()
                .map(guest -> Thread.ofPlatform()
                        .daemon()
                        .name("dhcp-" + guest.name())
                        .start(() -> {
                            try {
                                final String failure = obtain(guest, scripts.apply(guest));
                                if (!failure.isEmpty()) {
                                    failures.put(guest.name(), failure);
                                }
                            } catch (final InterruptedException told) {
                                failures.put(guest.name(), "interrupted");
                            } catch (final RuntimeException e) {
                                failures.put(guest.name(), String.valueOf(e.getMessage()));
                            }
                        }))
                .toList();
        try {
            for (final Thread asker : askers) {
                asker.join();
            }
        } finally {
            askers.forEach(Thread::interrupt);
        }
        if (!failures.isEmpty()) {
            throw new LabException("guests without addresses: " + failures);
        }
    }

    /** @return what is wrong, empty when it has both addresses */
    private String obtain(final Guest guest, final String script) throws InterruptedException {
        final Place place = places.apply(guest);
        final Done dhcp = place.run(
                List.of("busybox", "udhcpc", "-f", "-q", "-n", "-t", "30", "-T", "1", "-i", Guest.LINK, "-s", script),
                LIMIT_MS);
        final String wanted = "lease: " + guest.address(Family.IPV4) + "/"
                + topology.networkOf(guest).prefix().length();
        if (!dhcp.ok() || !dhcp.output().contains(wanted)) {
            return "expected " + wanted + ", udhcpc said: " + dhcp.output().strip();
        }
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MS);
        String seen = addresses6(place);
        while (!isUsable(seen, guest)) {
            if (System.nanoTime() > deadlineNs) {
                return "expected " + guest.address6() + ", the kernel has: " + seen;
            }
            Thread.sleep(POLL_MS);
            seen = addresses6(place);
        }
        return "";
    }

    private static String addresses6(final Place place) throws InterruptedException {
        return place.runQuietly(List.of("cat", "/proc/net/if_inet6"), LIMIT_MS).output();
    }

    /** Whether an address is there that was tried to be anybody else's before (RFC 4862 section 5.4). */
    static boolean isUsable(final String table, final Guest guest) {
        final String digits = String.format(
                "%016x%016x", guest.address6().high(), guest.address6().low());
        return table.lines()
                .map(line -> line.trim().split("\\s+", -1))
                .anyMatch(columns -> columns.length > FLAGS_COLUMN
                        && columns[0].equals(digits)
                        && (Integer.parseInt(columns[FLAGS_COLUMN], 16) & UNUSABLE) == 0);
    }
}
