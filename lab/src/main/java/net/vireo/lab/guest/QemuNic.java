// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import java.nio.file.Path;
import java.util.List;

/**
 * A virtio network card of a virtual machine, on a vhost-user socket. Immutable.
 *
 * @param socket path of the socket
 * @param mac the card's address
 * @param queues queue pairs; the machine gets at least as many CPUs, for Linux uses no more pairs than it has CPUs
 * @param packed whether packed rings are offered to the guest
 * @param server whether QEMU makes the socket; it waits for a back end to come, at its start and again when it has gone
 * @param reconnectS as a client: seconds between attempts to find the back end again
 * @param options further ones of {@code virtio-net-pci}, such as {@code mrg_rxbuf=off}
 */
public record QemuNic(
        Path socket, String mac, int queues, boolean packed, boolean server, int reconnectS, List<String> options)
        implements QemuCard {
    public QemuNic {
        if (queues < 1 || reconnectS < 1) {
            throw new IllegalArgumentException(queues + " queues, " + reconnectS + " s between attempts");
        }
        options = List.copyOf(options);
    }

    /** A card with one queue pair of split rings, the client of its socket. */
    public static QemuNic on(final Path socket, final String mac) {
        return new QemuNic(socket, mac, 1, false, false, 1, List.of());
    }

    /** The same with QEMU as the server of the socket, or as its client. */
    public QemuNic server(final boolean yes) {
        return new QemuNic(socket, mac, queues, packed, yes, reconnectS, options);
    }

    /** The same with so many queue pairs. */
    public QemuNic queues(final int pairs) {
        return new QemuNic(socket, mac, pairs, packed, server, reconnectS, options);
    }

    /** The same with packed rings, or with split ones. */
    public QemuNic packed(final boolean yes) {
        return new QemuNic(socket, mac, queues, yes, server, reconnectS, options);
    }

    /** The same with these options of the card. */
    public QemuNic options(final String... words) {
        return new QemuNic(socket, mac, queues, packed, server, reconnectS, List.of(words));
    }

    @Override
    public List<String> arguments(final int number) {
        final String role = server ? ",server=on,wait=off" : ",reconnect=" + reconnectS;
        final StringBuilder card = new StringBuilder("virtio-net-pci,romfile=,netdev=n" + number + ",mac=" + mac);
        // One interrupt line for all rings: with MSI-X, Debian's QEMU 7.2 under emulation reads from a null pointer as
        // soon
        // as Linux' driver sets up a card whose back end is in another process.
        card.append(",vectors=0");
        if (queues > 1) {
            card.append(",mq=on");
        }
        if (packed) {
            card.append(",packed=on");
        }
        options.forEach(option -> card.append(',').append(option));
        return List.of(
                "-chardev",
                "socket,id=c" + number + ",path=" + escaped(socket.toString()) + role,
                "-netdev",
                "vhost-user,id=n" + number + ",chardev=c" + number + ",queues=" + queues,
                "-device",
                card.toString());
    }

    /** QEMU reads a comma as the end of an option; two are one. */
    private static String escaped(final String value) {
        return value.replace(",", ",,");
    }
}
