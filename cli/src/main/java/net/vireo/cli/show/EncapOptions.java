// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.vireo.sandesh.VrouterClient;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Tunnels that become another kind. */
final class EncapOptions {
    @Option(
            names = "--convert-encap",
            required = true,
            paramLabel = "udp|gre",
            converter = KindName.class,
            description =
                    "tunnels that are MPLS over GRE become MPLS over UDP, or the other way, while packets pass; until"
                            + " somebody adds them otherwise, 'vireo apply' for example")
    private EncapConversion.Kind kind;

    @Option(
            names = "--to",
            paramLabel = "ADDRESS",
            converter = Converters.Ipv4Address.class,
            description = "only those to this node")
    private Integer to;

    /** Converts them. @return which */
    List<EncapConversion.Converted> convert(final VrouterClient client) {
        return EncapConversion.convert(client, kind, Optional.ofNullable(to));
    }

    /** A line for each that was converted. */
    String text(final List<EncapConversion.Converted> converted) {
        if (converted.isEmpty()) {
            return "every such tunnel is " + kind.text() + " already\n";
        }
        final StringBuilder out = new StringBuilder();
        converted.forEach(each -> out.append("next hop ")
                .append(each.id())
                .append(" to ")
                .append(each.to())
                .append(" is ")
                .append(kind.text())
                .append(" now\n"));
        return out.toString();
    }

    /** The same for programs. */
    static List<Map<String, Object>> trees(final List<EncapConversion.Converted> converted) {
        return converted.stream()
                .map(each -> Map.<String, Object>of("id", each.id(), "to", each.to()))
                .toList();
    }

    /** A kind by its name. */
    static final class KindName implements ITypeConverter<EncapConversion.Kind> {
        @Override
        public EncapConversion.Kind convert(final String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "udp" -> EncapConversion.Kind.UDP;
                case "gre" -> EncapConversion.Kind.GRE;
                case "vxlan" ->
                    throw new TypeConversionException(
                            "'vxlan' carries network ids where MPLS carries labels, so routes would lead nowhere; change"
                                    + " 'encap' in the node's file and 'vireo apply' it");
                default -> throw new TypeConversionException("'" + text + "' is none of: udp, gre");
            };
        }
    }
}
