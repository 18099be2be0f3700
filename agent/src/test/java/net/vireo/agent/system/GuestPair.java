// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import java.io.IOException;
import java.nio.file.Path;

/** Two guests of one network, each behind a TAP of the data plane's, with addresses that nobody had to give them. */
final class GuestPair implements AutoCloseable {
    static final String LEFT = "10.1.0.4";
    static final String RIGHT = "10.1.0.5";

    /** The configuration that they are part of. */
    static final String CONFIG = """
            kind: Agent
            apiVersion: vireo.net/v1
            name: compute1
            address: 192.0.2.1
            fabric: {device: fabric0}
            ---
            kind: VirtualNetwork
            apiVersion: vireo.net/v1
            name: red
            subnets:
              - {prefix: 10.1.0.0/24, gateway: 10.1.0.1}
            """;

    /** Their ports. */
    static final String PORTS = """
            kind: Port
            apiVersion: vireo.net/v1
            uuid: 0aa1b2c3-0000-4000-8000-000000000001
            name: left
            network: red
            mac: 02:00:00:00:01:04
            addresses: 10.1.0.4
            device: tapleft
            ---
            kind: Port
            apiVersion: vireo.net/v1
            uuid: 0aa1b2c3-0000-4000-8000-000000000002
            name: right
            network: red
            mac: 02:00:00:00:01:05
            addresses: 10.1.0.5
            device: tapright
            """;

    private final GuestLink left;
    private final GuestLink right;

    /** @param directory for the files of their namespaces */
    GuestPair(final Path directory) throws IOException {
        left = new GuestLink(directory, "left");
        right = new GuestLink(directory, "right");
    }

    /** Waits for their devices, and takes them. */
    void take() throws IOException {
        take(left, "tapleft", 0x0200_0000_0104L, LEFT);
        take(right, "tapright", 0x0200_0000_0105L, RIGHT);
    }

    private static void take(final GuestLink guest, final String device, final long mac, final String address)
            throws IOException {
        guest.take(device, mac);
        guest.tool("ip", "address", "add", address + "/24", "dev", device);
        // What waits while the data plane's threads do not run: a shared machine has pauses.
        guest.tool("ip", "link", "set", device, "txqueuelen", "20000");
    }

    GuestLink left() {
        return left;
    }

    GuestLink right() {
        return right;
    }

    @Override
    public void close() {
        left.close();
        right.close();
    }
}
