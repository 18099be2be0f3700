// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import java.util.Random;
import net.vireo.vrouter.flow.FlowControl;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowRequest;
import net.vireo.vrouter.flow.FlowSetting;
import net.vireo.vrouter.flow.FlowState;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.table.BridgeKey;
import net.vireo.vrouter.table.BridgeValue;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Vif;

/** Changes the tables of a {@link BridgedNode} at random, without regard for sense: as a controller with a bug would. */
final class RandomTables {
    private static final int[] NEXTHOPS = {
        0,
        BridgedNode.UDP,
        BridgedNode.GRE,
        BridgedNode.VXLAN,
        BridgedNode.TO_A,
        BridgedNode.TO_B,
        BridgedNode.TO_C,
        BridgedNode.A_ROUTED,
        BridgedNode.B_ROUTED,
        BridgedNode.ROUTER,
        BridgedNode.BRIDGE,
        BridgedNode.LOCAL_GROUP,
        BridgedNode.REMOTE_GROUP,
        BridgedNode.FLOOD,
        TestNode.RECEIVE_NEXTHOP,
        51,
        52,
        53,
        63
    };
    private static final int[] ADDRESSES = {
        BridgedNode.A_IP,
        BridgedNode.B_IP,
        BridgedNode.C_IP,
        BridgedNode.FAR_UDP,
        BridgedNode.FAR_GRE,
        BridgedNode.FAR_VXLAN,
        0x79000001,
        0x79000003
    };
    private static final long[] MACS = {
        BridgedNode.A_MAC,
        BridgedNode.B_MAC,
        BridgedNode.C_MAC,
        BridgedNode.FAR_UDP_MAC,
        BridgedNode.FAR_GRE_MAC,
        BridgedNode.FAR_VXLAN_MAC,
        Frames.BROADCAST,
        Frames.ROUTER_MAC
    };
    private static final int[] LABELS = {
        BridgedNode.LABEL_PACKET, BridgedNode.LABEL_FRAME, BridgedNode.LABEL_BRIDGE, 1030
    };
    private static final int[] VIF_FLAGS = {
        Vif.FLAG_POLICY,
        Vif.FLAG_DROP_NEW_FLOWS,
        Vif.FLAG_UNKNOWN_UC_FLOOD,
        Vif.FLAG_NO_ARP_PROXY,
        Vif.FLAG_MAC_PROXY,
        Vif.FLAG_DHCP,
        Vif.FLAG_L2,
        Vif.FLAG_L3,
        Vif.FLAG_PROMISCUOUS
    };
    private static final int[] NEXTHOP_FLAGS = {
        Nexthop.FLAG_POLICY, Nexthop.FLAG_FLOW_LOOKUP, Nexthop.FLAG_UNKNOWN_UC_FLOOD
    };

    private final BridgedNode lab;
    private final Random random;
    private final FlowControl control;
    private final FlowKeys key = new FlowKeys(1);

    RandomTables(final BridgedNode lab, final Random random) {
        this.lab = lab;
        this.random = random;
        control = new FlowControl(lab.node.flows.table());
    }

    /** Some changes to vifs, next hops, routes, labels and bridge entries. */
    void change() {
        for (int i = random.nextInt(6); i > 0; i--) {
            switch (random.nextInt(6)) {
                case 0 -> lab.flags(3 + random.nextInt(3), pick(VIF_FLAGS) | Vif.FLAG_POLICY * random.nextInt(2));
                case 1 -> route(BridgedNode.VRF);
                case 2 -> lab.node.tables.putLabel(pick(LABELS), pick(NEXTHOPS));
                case 3 -> bridge();
                case 4 -> nexthopFlags(pick(NEXTHOPS));
                default -> lab.flags(BridgedNode.A, Vif.FLAG_POLICY);
            }
        }
    }

    /** One route leads elsewhere. */
    void route(final int vrf) {
        final int address = pick(ADDRESSES);
        final int labelled = random.nextBoolean() ? Route.FLAG_LABEL_VALID : 0;
        final int length = 24 + random.nextInt(9);
        final int prefix = length == 32 ? address : address & -1 << 32 - length;
        lab.node.tables.putRoute(
                vrf, new Route(prefix, length, pick(NEXTHOPS), random.nextInt(2000), labelled, pick(MACS)));
        lab.node.tables.putRoute6(
                vrf,
                new Route(
                        Overlay.PREFIX,
                        BridgedNode.six(address),
                        128,
                        pick(NEXTHOPS),
                        random.nextInt(2000),
                        labelled,
                        pick(MACS)));
    }

    private void bridge() {
        final int flags = random.nextBoolean() ? BridgeValue.FLAG_LABEL_VALID : 0;
        lab.node.tables.putBridge(
                BridgeKey.of(pick(MACS), BridgedNode.VRF), BridgeValue.of(pick(NEXTHOPS), random.nextInt(2000), flags));
    }

    private void nexthopFlags(final int id) {
        final Nexthop old = lab.node.tables.nexthop(id);
        if (old != null && old.type == Nexthop.TYPE_ENCAP) {
            lab.node.tables.putNexthop(new Nexthop(
                    id,
                    old.type,
                    old.family,
                    old.flags ^ pick(NEXTHOP_FLAGS),
                    old.vrf,
                    old.vifIndex,
                    0,
                    0,
                    old.rewrite()));
        }
    }

    /** A verdict on some flows that have one already, with or without sense. */
    void judge() {
        final FlowTable table = lab.node.flows.table();
        int index = table.reader().nextLive(random.nextInt(1024));
        for (int i = random.nextInt(3); i > 0 && index != FlowTable.NONE; i--) {
            final int generation = table.generation(index);
            table.key(index, key);
            final FlowSetting setting = new FlowSetting(
                    1 + random.nextInt(3),
                    FlowState.ACTIVE | (random.nextInt(3) == 0 ? random.nextInt(1 << 16) : 0),
                    0,
                    BridgedNode.VRF,
                    random.nextInt(3),
                    0,
                    random.nextInt(2),
                    0,
                    -1,
                    random.nextInt(70) - 2,
                    -1,
                    -1,
                    0);
            control.set(
                    new FlowRequest(index, generation, key, random.nextInt(1024) - 1, false, setting),
                    FlowContext.nowMs());
            lab.node.lcore.releaseFlow(index, generation);
            index = table.reader().nextLive(index + 1);
        }
    }

    /** Forward, as a prediction assumes. */
    void permit(final int flow) {
        final FlowTable table = lab.node.flows.table();
        final int generation = table.generation(flow);
        table.key(flow, key);
        control.set(
                new FlowRequest(flow, generation, key, FlowTable.NONE, false, FlowSetting.forward(0, 0)),
                FlowContext.nowMs());
        lab.node.flows.limit().judged(1);
        lab.node.lcore.releaseFlow(flow, generation);
    }

    private int pick(final int... from) {
        return from[random.nextInt(from.length)];
    }

    private long pick(final long... from) {
        return from[random.nextInt(from.length)];
    }
}
