// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.stream.IntStream;
import net.vireo.cli.text.Mac;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.WireIpv4;
import net.vireo.vrouter.table.Vif;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What a new vif is made of, with the option names of Contrail's {@code vif} and two of ours (ip, nh). */
final class VifOptions {
    private static final int INVALID_VRF = 65535;
    private static final int FLAG_DHCP = 0x100;
    private static final int FLAG_PMD = 0x2000;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            converter = TypeName.class,
            description = "vhost, agent, physical, virtual, gateway, virtual-vlan or monitoring")
    private Integer type;

    @Option(
            names = "--transport",
            paramLabel = "TRANSPORT",
            converter = TransportName.class,
            description = "virtual, eth, pmd or socket; default: virtual")
    private Integer transport;

    @Option(names = "--mac", paramLabel = "MAC", converter = Converters.MacAddress.class, description = "its MAC")
    private Long mac;

    @Option(names = "--vrf", paramLabel = "VRF", description = "the VRF that its packets are looked up in")
    private Integer vrf;

    @Option(names = "--id", paramLabel = "N", description = "its index: vif0/N")
    private Integer id;

    @Option(
            names = "--ip",
            paramLabel = "ADDRESS",
            converter = Converters.Ipv4Address.class,
            description = "its address: the only source a guest may use")
    private Integer address;

    @Option(names = "--nh", paramLabel = "ID", description = "the next hop that leads to it")
    private Integer nexthop;

    @Option(names = "--xconnect", paramLabel = "VIF", description = "vif that it is connected with")
    private Integer crossConnect;

    @Option(names = "--policy", description = "look flows up")
    private boolean policy;

    @Option(names = "--vhost-phys", description = "the physical vif behind vhost0")
    private boolean vhostPhysical;

    @Option(names = "--dhcp-enable", description = "hand DHCP to the agent")
    private boolean dhcp;

    @Option(
            names = "--vhost-mode",
            paramLabel = "server|client",
            converter = VhostMode.class,
            description = "of a virtual vif with transport pmd: who makes its vhost-user socket, we (server, the"
                    + " default) or its hypervisor, to which we connect (client)")
    private Integer vhostMode;

    @Option(
            names = "--queues",
            paramLabel = "N",
            description = "of such a vif: the most queue pairs that the guest may have")
    private Integer queues;

    @Option(names = "--pmd", description = "a poll mode device")
    private boolean pollMode;

    @ArgGroup(exclusive = false)
    private VifFeatureOptions features = new VifFeatureOptions();

    /** True when an option of this group was given. */
    boolean given() {
        return type != null
                || transport != null
                || mac != null
                || vrf != null
                || id != null
                || address != null
                || nexthop != null
                || crossConnect != null
                || policy
                || vhostPhysical
                || dhcp
                || pollMode
                || vhostMode != null
                || queues != null
                || features.given();
    }

    /** The VLAN and VRF of {@code --set}. */
    Integer vlan() {
        return features.vlan();
    }

    Integer vrf() {
        return vrf;
    }

    /** True when it is enough for a vif. */
    boolean complete() {
        return type != null && vrf != null && mac != null;
    }

    int idOr(final int other) {
        return id == null ? other : id;
    }

    /** The request that adds it, as Contrail's tool fills it in. */
    VrInterface vif(final String device) {
        final VrInterface vif = new VrInterface()
                .op(SandeshOp.ADD)
                .put(VrInterface.NAME, device)
                .put(VrInterface.TYPE, type)
                .put(VrInterface.TRANSPORT, transport == null ? Vif.TRANSPORT_VIRTUAL : transport)
                .put(VrInterface.MAC, Mac.bytes(mac))
                .put(VrInterface.VRF, vrf)
                .put(VrInterface.MCAST_VRF, INVALID_VRF)
                .put(VrInterface.IDX, idOr(0))
                .put(VrInterface.FLAGS, flags());
        if (address != null) {
            vif.put(VrInterface.IP, WireIpv4.toWire(address));
        }
        if (nexthop != null) {
            vif.put(VrInterface.NH_ID, nexthop);
        }
        if (vhostMode != null) {
            vif.put(VrInterface.VHOSTUSER_MODE, vhostMode);
        }
        if (queues != null) {
            vif.put(VrInterface.HW_QUEUES, IntStream.range(0, queues).toArray());
        }
        features.fill(vif, type == Vif.TYPE_VIRTUAL_VLAN);
        return crossConnect == null ? vif : vif.put(VrInterface.CROSS_CONNECT_IDX, crossConnect);
    }

    private int flags() {
        return (policy ? Vif.FLAG_POLICY : 0)
                | (vhostPhysical ? Vif.FLAG_VHOST_PHYS : 0)
                | (dhcp ? FLAG_DHCP : 0)
                | (pollMode ? FLAG_PMD : 0);
    }

    /** The types by the names that Contrail's {@code vif --type} takes. */
    static final class TypeName implements ITypeConverter<Integer> {
        @Override
        public Integer convert(final String text) {
            return switch (text) {
                case "vhost" -> Vif.TYPE_HOST;
                case "agent" -> Vif.TYPE_AGENT;
                case "physical" -> Vif.TYPE_PHYSICAL;
                case "virtual" -> Vif.TYPE_VIRTUAL;
                case "gateway" -> Vif.TYPE_GATEWAY;
                case "virtual-vlan" -> Vif.TYPE_VIRTUAL_VLAN;
                case "monitoring" -> Vif.TYPE_MONITORING;
                default ->
                    throw new TypeConversionException("'" + text + "' is no type, expected vhost, agent, physical,"
                            + " virtual, gateway, virtual-vlan or monitoring");
            };
        }
    }

    /** Our role, as the control socket's number for the hypervisor's. */
    static final class VhostMode implements ITypeConverter<Integer> {
        @Override
        public Integer convert(final String text) {
            return switch (text) {
                case "server" -> 0;
                case "client" -> 1;
                default -> throw new TypeConversionException("'" + text + "' is no mode, expected server or client");
            };
        }
    }

    /** The transports by the names that Contrail's {@code vif --transport} takes. */
    static final class TransportName implements ITypeConverter<Integer> {
        @Override
        public Integer convert(final String text) {
            return switch (text) {
                case "virtual" -> Vif.TRANSPORT_VIRTUAL;
                case "eth" -> Vif.TRANSPORT_ETH;
                case "pmd" -> Vif.TRANSPORT_PMD;
                case "socket" -> Vif.TRANSPORT_SOCKET;
                default ->
                    throw new TypeConversionException(
                            "'" + text + "' is no transport, expected virtual, eth, pmd or socket");
            };
        }
    }
}
