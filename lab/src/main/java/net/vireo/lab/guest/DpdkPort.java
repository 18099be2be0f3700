// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One port of a testpmd: a virtual device of DPDK with its options, in DPDK's words. Immutable.
 *
 * @param driver for example {@code net_virtio_user}
 * @param options name to value
 */
public record DpdkPort(String driver, Map<String, String> options) {
    public DpdkPort {
        options = new LinkedHashMap<>(options);
    }

    /** A guest: the front end (driver side) on a vhost-user socket; the client of it, one queue pair, split. */
    public static DpdkPort guest(final Path socket) {
        return new DpdkPort("net_virtio_user", Map.of("path", socket.toString()));
    }

    /** DPDK's own back end (device side) on a vhost-user socket; the server of it, one queue pair. */
    public static DpdkPort backEnd(final Path socket) {
        return new DpdkPort("net_vhost", Map.of("iface", socket.toString()));
    }

    /** The same as a server of the socket if it is a guest, as a client if it is a back end: not the driver's habit. */
    public DpdkPort turnedRound() {
        return with("net_virtio_user".equals(driver) ? "server" : "client", "1");
    }

    /** The same with so many queue pairs. */
    public DpdkPort queues(final int pairs) {
        return with("queues", String.valueOf(pairs));
    }

    /** The same with packed rings, or with split ones. Guests only. */
    public DpdkPort packed(final boolean packed) {
        return with("packed_vq", packed ? "1" : "0");
    }

    /** The same with this MAC address. Guests only. */
    public DpdkPort mac(final String mac) {
        return with("mac", mac);
    }

    /** The same with one more option. */
    public DpdkPort with(final String option, final String value) {
        final Map<String, String> more = new LinkedHashMap<>(options);
        more.put(option, value);
        return new DpdkPort(driver, more);
    }

    /** How many queue pairs it has. */
    int queuePairs() {
        return Integer.parseInt(options.getOrDefault("queues", "1"));
    }

    /** As {@code --vdev} takes it. */
    String vdev(final int number) {
        return driver
                + number
                + options.entrySet().stream()
                        .map(option -> "," + option.getKey() + "=" + option.getValue())
                        .collect(Collectors.joining());
    }
}
