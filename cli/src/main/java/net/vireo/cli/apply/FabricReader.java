// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.apply;

import java.util.List;
import java.util.Optional;
import net.vireo.cli.yaml.Fields;
import net.vireo.cli.yaml.SocketFields;
import net.vireo.vrouter.table.VhostSocket;
import net.vireo.vrouter.table.Vif;

/** Reads what the fabric of a node file is: a device, or either side of a vhost-user socket. */
final class FabricReader {
    private static final String DEVICE = "device";
    private static final String VHOST_USER = "vhost-user";
    private static final String VIRTIO_USER = "virtio-user";
    private static final List<String> KINDS = List.of(DEVICE, VHOST_USER, VIRTIO_USER);
    private static final List<String> SOCKET_KEYS = List.of("mode", "queues");
    private static final String PATH_EXPECTED =
            "an absolute path of at most " + SocketFields.MAX_PATH_LENGTH + " characters";

    private final Scope scope;

    FabricReader(final Scope scope) {
        this.scope = scope;
    }

    /**
     * What carries the fabric's frames.
     *
     * @param device as the vif is named
     * @param socket empty for a device
     */
    record Port(String device, Optional<VhostSocket> socket) {}

    /** The other keys of the fabric are the caller's. */
    Port port(final Fields fabric) {
        final List<String> named = KINDS.stream().filter(fabric::has).toList();
        for (final String more : named.stream().skip(1).toList()) {
            scope.problems.add(
                    fabric.place(more), more + " is there beside " + named.getFirst() + ", expected one of them");
        }
        final String kind = named.isEmpty() ? DEVICE : named.getFirst();
        if (kind.equals(DEVICE)) {
            for (final String key : SOCKET_KEYS) {
                if (fabric.has(key)) {
                    scope.problems.add(
                            fabric.place(key),
                            key + " is for sockets, expected " + VHOST_USER + ": PATH or " + VIRTIO_USER
                                    + ": PATH with it");
                }
            }
            final String device = fabric.device(DEVICE, "");
            scope.unique(fabric, DEVICE, "device " + device);
            return new Port(device, Optional.empty());
        }
        final String path = fabric.text(kind, PATH_EXPECTED);
        if (!path.isEmpty() && (!path.startsWith("/") || path.length() > SocketFields.MAX_PATH_LENGTH)) {
            scope.problems.add(fabric.place(kind), kind + " is '" + path + "', expected " + PATH_EXPECTED);
        }
        scope.unique(fabric, kind, "device " + path);
        final boolean driver = kind.equals(VIRTIO_USER);
        return new Port(
                driver ? Vif.VIRTIO_USER + path : path,
                Optional.of(SocketFields.read(fabric, driver ? SocketFields.CLIENT : SocketFields.SERVER)));
    }
}
