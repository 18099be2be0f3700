// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.vireo.agent.config.NodeSettings;
import net.vireo.agent.oper.OperState;
import net.vireo.cli.text.IpPrefix;

/**
 * Who is asked for names that are not ours: the configured servers, or without any those of the host's resolver
 * configuration (resolv.conf(5)), which is looked at again every five seconds. One thread.
 */
final class NameServers {
    private static final int DNS_PORT = 53;

    /** As many as resolvers ask (MAXNS). */
    private static final int MOST = 3;

    private static final long LOOK_NS = TimeUnit.SECONDS.toNanos(5);
    private static final String KEY = "nameserver";

    private final Path resolverFile;
    private List<InetSocketAddress> ofHost = List.of();
    private boolean looked;
    private long nextLookNs;

    /** @param resolverFile {@code /etc/resolv.conf} */
    NameServers(final Path resolverFile) {
        this.resolverFile = resolverFile;
    }

    /** The servers, the best first; perhaps none. */
    List<InetSocketAddress> of(final OperState state, final long nowNs) {
        final List<IpPrefix> configured =
                state.config().node().map(NodeSettings::nameServers).orElse(List.of());
        return configured.isEmpty()
                ? ofHost(nowNs)
                : configured.stream()
                        .map(server -> socket(server.address()))
                        .flatMap(List::stream)
                        .toList();
    }

    private List<InetSocketAddress> ofHost(final long nowNs) {
        if (!looked || nowNs - nextLookNs >= 0) {
            looked = true;
            nextLookNs = nowNs + LOOK_NS;
            try {
                ofHost = read(Files.readString(resolverFile, StandardCharsets.ISO_8859_1));
            } catch (final IOException unreadable) {
                // The host has none: then guests are told that we cannot help, which is counted.
                ofHost = List.of();
            }
        }
        return ofHost;
    }

    /** The servers of such a file's text. */
    static List<InetSocketAddress> read(final String text) {
        final List<InetSocketAddress> servers = new ArrayList<>();
        text.lines().forEach(line -> {
            final String[] words = line.strip().split("\\s+", -1);
            if (words.length > 1 && words[0].equals(KEY) && servers.size() < MOST) {
                servers.addAll(socket(words[1]));
            }
        });
        return servers;
    }

    /** Empty for what is no address: a name would have to be looked up first. */
    private static List<InetSocketAddress> socket(final String address) {
        try {
            return List.of(new InetSocketAddress(InetAddress.ofLiteral(address), DNS_PORT));
        } catch (final IllegalArgumentException noAddress) {
            return List.of();
        }
    }
}
