// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.tables;

import java.util.List;
import net.vireo.cli.text.Ipv4;
import net.vireo.cli.text.Mac;
import net.vireo.vrouter.table.VhostSocket;
import net.vireo.vrouter.table.Vif;

/**
 * A vif. Numbers as on the control socket (sheet vrouter-dataplane 1.1).
 *
 * @param crossConnect the vif it is connected with, -1 when it does not matter: a data plane may connect the fabric
 *     back to the host by itself
 * @param features what only some vifs have
 */
public record VifItem(
        int index,
        int type,
        int transport,
        String device,
        int vrf,
        int mcastVrf,
        int flags,
        long mac,
        int address,
        int mtuBytes,
        int nexthop,
        int crossConnect,
        Features features)
        implements Item {
    /** Flags that the data plane sets by what the device can do; they are not ours to judge. */
    private static final int DEVICE_FLAGS = 0x20 | 0x20000 | 0x400000 | 0x800000;

    /**
     * What only some vifs have.
     *
     * @param address6 the IPv6 address as text, empty when none
     * @param parent the vif that a sub-interface is part of, -1 when it is none
     * @param vlan the tag of a sub-interface, 0 when none
     * @param outerVlan the outer tag when there are two, else 0
     * @param sourceMacs the sources that a sub-interface is known by besides its tag
     * @param mirror -1 when none
     * @param metadata what is put in front of mirrored packets, hexadecimal
     * @param qosMap -1 when none
     * @param vhost how the vhost-user socket of a poll mode guest, or of the fabric, is made
     * @param fatFlows rules by which flows are put together (sheet vrouter-dataplane 1.7)
     */
    public record Features(
            String address6,
            int parent,
            int vlan,
            int outerVlan,
            List<Long> sourceMacs,
            int mirror,
            String metadata,
            int qosMap,
            VhostSocket vhost,
            List<Integer> fatFlows) {
        /** Of a plain vif. */
        public static final Features NONE =
                new Features("", Vif.NONE, 0, 0, List.of(), -1, "", -1, VhostSocket.NONE, List.of());

        /** The same with this socket. */
        public Features with(final VhostSocket socket) {
            return new Features(
                    address6, parent, vlan, outerVlan, sourceMacs, mirror, metadata, qosMap, socket, fatFlows);
        }
    }

    @Override
    public String title() {
        return "vif0/" + index;
    }

    /** The MTU is left out: the data plane takes the device's own. */
    @Override
    public List<String> differencesFrom(final Item actual) {
        final VifItem other = (VifItem) actual;
        final Differences differences = new Differences()
                .compare("type", other.type, type)
                .compare("transport", other.transport, transport)
                .compare("device", other.device, device)
                .compare("vrf", other.vrf, vrf)
                .compare("multicast vrf", other.mcastVrf, mcastVrf)
                .flags(other.flags & ~DEVICE_FLAGS, flags)
                .compare("address", Ipv4.text(other.address), Ipv4.text(address))
                .compare("address6", other.features.address6, features.address6)
                .compare("nh", other.nexthop, nexthop)
                .compare("mac", Mac.text(other.mac), Mac.text(mac))
                .compare("mirror", other.features.mirror, features.mirror)
                .compare("mirror metadata", other.features.metadata, features.metadata)
                .compare("qos map", other.features.qosMap, features.qosMap)
                .compare("fat flows", texts16(other.features.fatFlows), texts16(features.fatFlows))
                .compare("socket", text(other.features.vhost), text(features.vhost));
        if (crossConnect >= 0) {
            differences.compare("cross connect", other.crossConnect, crossConnect);
        }
        if (isPart()) {
            differences
                    .compare("parent", other.features.parent, features.parent)
                    .compare("vlan", other.features.vlan, features.vlan)
                    .compare("outer vlan", other.features.outerVlan, features.outerVlan)
                    .compare("source macs", texts(other.features.sourceMacs), texts(features.sourceMacs));
        }
        return differences.found();
    }

    private static String text(final VhostSocket vhost) {
        return (vhost.guestListens() ? "client" : "server")
                + (vhost.queuePairs() == 0 ? "" : " with " + vhost.queuePairs() + " queues");
    }

    /** Whether it stands for another device than an earlier one did, which has to be closed first. */
    public boolean hasOtherDevice(final VifItem old) {
        return !old.device.equals(device) || !old.features.vhost.equals(features.vhost);
    }

    private static List<String> texts16(final List<Integer> rules) {
        return rules.stream().map(Integer::toHexString).sorted().toList();
    }

    private static List<String> texts(final List<Long> macs) {
        return macs.stream().map(Mac::text).sorted().toList();
    }

    /** True for a sub-interface: its packets come by its parent's device. */
    public boolean isPart() {
        return features.parent >= 0;
    }
}
