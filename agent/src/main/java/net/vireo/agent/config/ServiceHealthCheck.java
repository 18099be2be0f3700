// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import java.util.List;
import net.vireo.cli.text.IpPrefix;

/**
 * How it is found out whether guests are well (Contrail's ServiceHealthCheckType, sheet control-plane 5.4). No route leads to
 * a guest that is not.
 *
 * @param enabled whether it is done
 * @param delayNs between probes; of BFD, between our packets
 * @param timeoutNs after which a probe counts as failed; of BFD, between the guest's packets
 * @param retries so many failures in a row and one more make a guest ill; of BFD, the detection multiplier
 * @param port of HTTP, TCP's
 * @param urlPath of HTTP, begins with a slash
 * @param expected statuses of HTTP that say that all is well
 * @param targets IPv4 addresses to probe: ports that have none of them are not checked; empty: each port's first
 */
public record ServiceHealthCheck(
        String name,
        boolean enabled,
        Monitor monitor,
        long delayNs,
        long timeoutNs,
        int retries,
        int port,
        String urlPath,
        List<Codes> expected,
        List<IpPrefix> targets)
        implements ConfigObject {
    /** The kind as a file writes it. */
    public static final String KIND = "ServiceHealthCheck";

    /** How it probes. */
    public enum Monitor {
        /** By ICMP echoes. */
        PING,
        /** By GET requests. */
        HTTP,
        /** By a session of single-hop BFD with the network's gateway (RFC 5881). */
        BFD
    }

    /** Statuses of HTTP, both ends included. */
    public record Codes(int first, int last) {}

    /** Whether a status says that all is well. */
    public boolean expects(final int status) {
        return expected.stream().anyMatch(codes -> status >= codes.first && status <= codes.last);
    }

    @Override
    public String kind() {
        return KIND;
    }
}
