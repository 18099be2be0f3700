// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import net.vireo.cli.text.Mac;
import net.vireo.sandesh.Family;
import net.vireo.sandesh.VrRoute;
import net.vireo.sandesh.WireIpv4;
import net.vireo.vrouter.table.Route;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What a route to add or remove is made of, with the option letters of Contrail's {@code rt}. */
final class RtOptions {
    private static final int UNSET = -1;

    @Option(
            names = "-p",
            paramLabel = "ADDRESS",
            converter = Converters.Ipv4Address.class,
            description = "address of the prefix")
    private Integer address;

    @Option(names = "-l", paramLabel = "LENGTH", description = "length of the prefix")
    private Integer length;

    @Option(
            names = "-n",
            paramLabel = "ID",
            description = "next hop; with -d the one of the covering route, 0 when there is none")
    private Integer nexthop;

    @Option(names = "-t", paramLabel = "LABEL", description = "label that the far side expects (flag 0x1)")
    private Integer label;

    @Option(
            names = "-x",
            paramLabel = "FLAGS",
            converter = Converters.Flags.class,
            description = "0x1 label valid, 0x2 ARP proxy, 0x4 ARP trap, 0x8 ARP flood")
    private Integer flags;

    @Option(names = "-P", description = "ARP proxy (flag 0x2)")
    private boolean arpProxy;

    @Option(names = "-T", description = "ARP trap (flag 0x4)")
    private boolean arpTrap;

    @Option(names = "-F", description = "ARP flood (flag 0x8)")
    private boolean arpFlood;

    @Option(
            names = "-e",
            paramLabel = "MAC",
            converter = Converters.MacAddress.class,
            description = "MAC that ARP is answered with")
    private Long mac;

    @Option(names = "-r", paramLabel = "LENGTH", description = "with -d: length of the covering route")
    private Integer replaceLength;

    /** True when it says which route and where it leads. */
    boolean complete() {
        return address != null && length != null && nexthop != null;
    }

    /** The request, without its operation. */
    VrRoute route(final int vrf) {
        final VrRoute route = new VrRoute()
                .put(VrRoute.VRF_ID, vrf)
                .put(VrRoute.FAMILY, Family.INET)
                .put(VrRoute.PREFIX, WireIpv4.toBytes(address))
                .put(VrRoute.PREFIX_LEN, length)
                .put(VrRoute.NH_ID, nexthop)
                .put(VrRoute.LABEL, label == null ? UNSET : label)
                .put(VrRoute.LABEL_FLAGS, allFlags())
                .put(VrRoute.REPLACE_PLEN, replaceLength == null ? UNSET : replaceLength);
        return mac == null ? route : route.put(VrRoute.MAC, Mac.bytes(mac));
    }

    /** The request that removes it, without its operation: as the original, with a MAC even if it is all zero. */
    VrRoute deletion(final int vrf) {
        return route(vrf).put(VrRoute.MAC, Mac.bytes(mac == null ? 0 : mac));
    }

    private int allFlags() {
        return (flags == null ? 0 : flags)
                | (arpProxy ? Route.FLAG_ARP_PROXY : 0)
                | (arpTrap ? Route.FLAG_ARP_TRAP : 0)
                | (arpFlood ? Route.FLAG_ARP_FLOOD : 0);
    }

    /** A family by name, or by the number that Contrail's {@code rt -f} takes (0 is inet). */
    static final class FamilyName implements ITypeConverter<Integer> {
        @Override
        public Integer convert(final String text) {
            return switch (text) {
                case "inet", "0" -> Family.INET;
                case "inet6" -> Family.INET6;
                case "bridge", "1" ->
                    throw new TypeConversionException("bridge tables are not there yet, expected inet or inet6");
                default -> throw new TypeConversionException("'" + text + "' is no family, expected inet or inet6");
            };
        }
    }
}
