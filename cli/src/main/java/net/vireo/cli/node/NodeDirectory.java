// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.node;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import net.vireo.cli.text.Numbers;

/**
 * The files of one node.
 *
 * @param name the node's name; empty when only a socket's directory was given
 * @param path the directory
 */
public record NodeDirectory(String name, Path path) {
    private static final String SOCKET = "dpdk_netlink";
    private static final String COUNTERS = "counters";
    private static final String DROP_LOG = "droplog";
    private static final String FLOWS = "flow";
    private static final String PID = "vrouter.pid";

    /** The control socket. */
    public Path socket() {
        return path.resolve(SOCKET);
    }

    /** The mapped counter file. */
    public Path counters() {
        return path.resolve(COUNTERS);
    }

    /** The mapped file of the last dropped packets. */
    public Path dropLog() {
        return path.resolve(DROP_LOG);
    }

    /** The mapped flow table. */
    public Path flows() {
        return path.resolve(FLOWS);
    }

    /** True when something accepts on the control socket. */
    public boolean answers() {
        if (!Files.exists(socket())) {
            return false;
        }
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            return channel.isConnected();
        } catch (final IOException e) {
            return false;
        }
    }

    /** The process id that the data plane wrote, in its own process namespace; 0 when there is none. */
    public int pid() {
        try {
            return Math.max(
                    0, Numbers.decimal(Files.readString(path.resolve(PID)).strip(), Integer.MAX_VALUE));
        } catch (final IOException e) {
            return 0;
        }
    }

    /** What the ids of this node are called. */
    public NodeNames names() {
        return NamesFile.read(path);
    }
}
