// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import java.util.List;
import java.util.Optional;
import net.vireo.cli.desired.NodeFile;
import net.vireo.cli.text.IpPrefix;
import net.vireo.vrouter.table.VhostSocket;

/**
 * The node itself.
 *
 * @param address its IPv4 address on the fabric, vhost0's, as a big-endian integer
 * @param fabricDevice the device that reaches the other nodes, or its socket as a vif names it
 * @param fabricSocket how that socket is made, empty for a device
 * @param fabricMac the MAC of the fabric and of vhost0
 * @param mtuBytes what the fabric carries, without the Ethernet header
 * @param encaps how packets to other nodes may travel, the best first; never empty
 * @param nameServers who is asked for names that guests ask for
 * @param metadata where instances' metadata comes from, empty when there is no such service
 * @param flowIdle how long flows without packets are kept, in the words of {@link net.vireo.vrouter.flow.AgingWords}; empty:
 *     as the data plane was started
 * @param flowSetup who judges new flows
 * @param flows how flows are looked at, and how many there may be
 */
public record NodeSettings(
        String name,
        int address,
        String fabricDevice,
        Optional<VhostSocket> fabricSocket,
        long fabricMac,
        int mtuBytes,
        List<NodeFile.Encap> encaps,
        List<IpPrefix> nameServers,
        Optional<Metadata> metadata,
        String flowIdle,
        FlowSetupMode flowSetup,
        FlowSettings flows)
        implements ConfigObject {
    /** The kind as a file writes it. */
    public static final String KIND = "Agent";

    /** Who judges new flows. */
    public enum FlowSetupMode {
        /**
         * The agent, each of them. The default: it knows every flow before its first packet goes on, so that limits are exact
         * and a policy that changes finds all flows that rest on it.
         */
        TRAP,
        /** Lcores, where tables of the agent's policy say all; the agent hears of those flows afterwards. */
        FAST
    }

    /**
     * A service that tells instances about themselves.
     *
     * @param builtIn whether the agent itself answers; the rest is empty then
     * @param secret what requests are signed with
     */
    public record Metadata(boolean builtIn, int address, int port, String secret) {}

    @Override
    public String kind() {
        return KIND;
    }
}
