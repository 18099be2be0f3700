// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.lcore;

import java.util.List;
import net.vireo.packet.EtherType;
import net.vireo.packet.IpProtocol;
import net.vireo.vrouter.flow.FlowControl;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowRequest;
import net.vireo.vrouter.flow.FlowSetting;
import net.vireo.vrouter.flow.FlowState;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.graph.FlowContext;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * The third network of the warm-up, with a policy: its guest's packets go through the flow table in both directions, and
 * this judges them as an agent would.
 */
final class TrainingFlows {
    /** A guest whose packets need a verdict. */
    static final int POLICED = 7;

    private static final int VRF = 3;
    private static final int TO_POLICED = 20;
    private static final int LABEL = 22;
    private static final int DENIED_PORT = 9;
    private static final long MAC = 0x0200_0000_0018L;
    private static final int ADDRESS = 0x7a00_0003;
    private static final int FAR = 0x7a00_0004;

    private final FlowTable table;
    private final FlowControl control;
    private final FlowKeys key = new FlowKeys(1);

    TrainingFlows(final FlowContext flows) {
        table = flows.table();
        control = new FlowControl(table);
    }

    static void fill(final Tables tables) {
        tables.putNexthop(new Nexthop(
                TO_POLICED,
                Nexthop.TYPE_ENCAP,
                Nexthop.FAMILY_INET,
                Nexthop.FLAG_VALID | Nexthop.FLAG_POLICY,
                VRF,
                POLICED,
                0,
                0,
                TrainingSite.header(MAC, Vif.ROUTER_MAC)));
        tables.putVif(new Vif(
                POLICED,
                Vif.TYPE_VIRTUAL,
                Vif.TRANSPORT_ETH,
                "policed",
                VRF,
                0,
                Vif.FLAG_POLICY,
                MAC,
                ADDRESS,
                1514,
                TO_POLICED,
                -1,
                Vif.NONE));
        tables.putLabel(LABEL, TO_POLICED);
        tables.putRoute(VRF, new Route(FAR, 32, TrainingSite.TUNNEL, LABEL, Route.FLAG_LABEL_VALID));
    }

    static List<byte[]> fromGuest() {
        return List.of(
                out(IpProtocol.UDP, TrainingFrames.udp(7, new byte[18])),
                out(IpProtocol.TCP, TrainingFrames.tcp(0x10)),
                out(IpProtocol.UDP, TrainingFrames.udp(7, new byte[18])),
                out(IpProtocol.UDP, TrainingFrames.udp(DENIED_PORT, new byte[18])),
                out(IpProtocol.TCP, TrainingFrames.tcp(0x02)));
    }

    static List<byte[]> fromFabric() {
        return List.of(in(TrainingFrames.udp(7, new byte[18])), in(TrainingFrames.udp(DENIED_PORT, new byte[18])));
    }

    private static byte[] out(final int protocol, final byte[] payload) {
        return TrainingFrames.ethernet(
                Vif.ROUTER_MAC, MAC, EtherType.IPV4, TrainingFrames.ipv4(0, 0, 64, protocol, ADDRESS, FAR, payload));
    }

    private static byte[] in(final byte[] payload) {
        return TrainingFrames.tunnelled(
                0, LABEL, 64, TrainingFrames.ipv4(0, 0, 63, IpProtocol.UDP, FAR, ADDRESS, payload));
    }

    /** Gives every flow that waits a verdict; what waits for it goes on. The lcore's thread. */
    void judge(final Lcore lcore) {
        int index = table.nextLive(0);
        while (index != FlowTable.NONE) {
            if (FlowState.action(table.state(index)) == FlowState.HOLD) {
                table.key(index, key);
                final boolean denied = (key.ports(0) & 0xffff) == DENIED_PORT;
                final FlowSetting verdict = denied
                        ? new FlowSetting(FlowState.DROP, FlowState.ACTIVE, 0, VRF, VRF, 0, 0, 0, -1, 0, -1, -1, 0)
                        : FlowSetting.forward(VRF, 0);
                final int generation = table.generation(index);
                control.set(new FlowRequest(index, generation, key, FlowTable.NONE, false, verdict), 0);
                lcore.releaseFlow(index, generation);
            }
            index = table.nextLive(index + 1);
        }
    }
}
