// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import net.vireo.cli.text.IpPrefix;
import net.vireo.cli.text.Mac;
import net.vireo.sandesh.Family;
import net.vireo.sandesh.VrRoute;
import net.vireo.vrouter.table.Route;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What a route to add or remove is made of, with the option letters of Contrail's {@code rt}. */
final class RtOptions {
    /** In place of a family: each of them. */
    static final int ALL = -1;

    private static final int UNSET = -1;

    @Option(
            names = "-p",
            paramLabel = "ADDRESS",
            converter = Converters.Host.class,
            description = "address of the prefix")
    private IpPrefix address;

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
            description = "0x1 label valid, 0x2 ARP proxy, 0x4 ARP trap, 0x8 ARP flood; bridge: 0x2 label valid,"
                    + " 0x4 flood DHCP, 0x10 control word")
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
            description = "MAC that ARP is answered with; of a bridge entry its own")
    private Long mac;

    @Option(names = "-r", paramLabel = "LENGTH", description = "with -d: length of the covering route")
    private Integer replaceLength;

    /** What is missing or wrong for a route of a family, empty when nothing is. */
    String mistake(final int family) {
        if (family == Family.BRIDGE) {
            return mac != null && nexthop != null ? "" : "a bridge entry needs a MAC and a next hop: -e MAC -n 44";
        }
        if (address == null || length == null || nexthop == null) {
            return "-c and -d need a prefix, its length and a next hop: -p 10.1.1.3 -l 32 -n 44";
        }
        if (address.ipv6() != (family == Family.INET6)) {
            return "the address of an IPv6 route is one, and its family inet6: -f inet6 -p fd00::3 -l 128";
        }
        return length < 0 || length > address.length() ? "a prefix length is 0 to " + address.length() : "";
    }

    /** The request, without its operation. */
    VrRoute route(final int vrf, final int family) {
        final VrRoute route = new VrRoute()
                .put(VrRoute.VRF_ID, vrf)
                .put(VrRoute.FAMILY, family)
                .put(VrRoute.NH_ID, nexthop)
                .put(VrRoute.LABEL, label == null ? UNSET : label)
                .put(VrRoute.LABEL_FLAGS, allFlags())
                .put(VrRoute.REPLACE_PLEN, replaceLength == null ? UNSET : replaceLength);
        if (family == Family.BRIDGE) {
            return route.put(VrRoute.MAC, Mac.bytes(mac)).put(VrRoute.INDEX, UNSET);
        }
        route.put(VrRoute.PREFIX, address.octets()).put(VrRoute.PREFIX_LEN, length);
        return mac == null ? route : route.put(VrRoute.MAC, Mac.bytes(mac));
    }

    /** The request that removes it, without its operation: as the original, with a MAC even if it is all zero. */
    VrRoute deletion(final int vrf, final int family) {
        return route(vrf, family).put(VrRoute.MAC, Mac.bytes(mac == null ? 0 : mac));
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
                case "bridge", "1" -> Family.BRIDGE;
                case "all" -> ALL;
                default ->
                    throw new TypeConversionException(
                            "'" + text + "' is no family, expected inet, inet6, bridge or all");
            };
        }
    }
}
