// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.flow;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.vireo.cli.text.IpPrefix;
import net.vireo.cli.text.Numbers;
import net.vireo.sandesh.Family;
import net.vireo.sandesh.VireoFlowList;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Which flows are meant: {@code "10.0.0.1:80,10.0.0.2:* & vrf 1 & proto tcp"}. The ends match in either direction, so
 * that a flow and its reverse are shown together; an address or a port of {@code *} matches all.
 *
 * @param ends none, one or two
 * @param vrf -1 for any
 * @param protocol -1 for any
 */
record FlowMatch(List<End> ends, int vrf, int protocol) {
    static final FlowMatch ALL = new FlowMatch(List.of(), VireoFlowList.NONE, VireoFlowList.NONE);

    private static final int MAX_VRF = 65_535;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_PROTOCOL = 255;
    private static final int IPV4_BYTES = 4;

    /**
     * An end of a flow.
     *
     * @param address empty for any
     * @param port -1 for any
     */
    record End(List<Byte> address, int port) {
        boolean matches(final byte[] otherAddress, final int otherPort) {
            return (address.isEmpty() || Arrays.equals(octets(), otherAddress))
                    && (port == VireoFlowList.NONE || port == otherPort);
        }

        byte[] octets() {
            final byte[] octets = new byte[address.size()];
            for (int i = 0; i < octets.length; i++) {
                octets[i] = address.get(i);
            }
            return octets;
        }
    }

    /** Reads what stands behind {@code --match}. */
    static final class Converter implements ITypeConverter<FlowMatch> {
        private static final String EXPECTED = "expected one like \"10.0.0.1:80,10.0.0.2:* & vrf 1 & proto tcp\"";

        @Override
        public FlowMatch convert(final String text) {
            List<End> ends = List.of();
            int vrf = VireoFlowList.NONE;
            int protocol = VireoFlowList.NONE;
            for (final String part : List.of(text.split("&", -1))) {
                final String term = part.strip();
                if (term.startsWith("vrf ")) {
                    vrf = number(term.substring(4).strip(), MAX_VRF);
                } else if (term.startsWith("proto ")) {
                    protocol = protocol(term.substring(6).strip());
                } else {
                    ends = List.of(term.split(",", -1)).stream()
                            .map(Converter::end)
                            .toList();
                }
            }
            if (ends.size() > 2) {
                throw new TypeConversionException("a flow has two ends, " + EXPECTED);
            }
            return new FlowMatch(ends, vrf, protocol);
        }

        private static int number(final String text, final int max) {
            final int number = Numbers.decimal(text, max);
            if (number < 0) {
                throw new TypeConversionException("'" + text + "' is no number up to " + max + ", " + EXPECTED);
            }
            return number;
        }

        private static int protocol(final String text) {
            final int known = FlowWords.protocol(text.toLowerCase(Locale.ROOT));
            return known >= 0 ? known : number(text, MAX_PROTOCOL);
        }

        /** {@code address:port}, {@code [address]:port} or an address alone. */
        private static End end(final String word) {
            final String text = word.strip();
            final int bracket = text.startsWith("[") ? text.indexOf(']') : -1;
            final int colon = text.indexOf(':', Math.max(bracket, 0));
            final boolean isIpv6Alone = bracket < 0 && colon != text.lastIndexOf(':');
            final String port = colon < 0 || isIpv6Alone ? "*" : text.substring(colon + 1);
            final String address = bracket > 0
                    ? text.substring(1, bracket)
                    : colon < 0 || isIpv6Alone ? text : text.substring(0, colon);
            return new End(address(address), port.equals("*") ? VireoFlowList.NONE : number(port, MAX_PORT));
        }

        private static List<Byte> address(final String text) {
            if (text.equals("*")) {
                return List.of();
            }
            final Optional<IpPrefix> host = IpPrefix.parse(text).filter(IpPrefix::isHost);
            if (host.isEmpty()) {
                throw new TypeConversionException("'" + text + "' is no address, " + EXPECTED);
            }
            final Byte[] octets = new Byte[host.get().octets().length];
            for (int i = 0; i < octets.length; i++) {
                octets[i] = host.get().octets()[i];
            }
            return List.of(octets);
        }
    }

    /** The request that asks for them. */
    VireoFlowList request(final boolean withEvicted) {
        final VireoFlowList request = VireoFlowList.unfiltered()
                .put(VireoFlowList.VRF, vrf)
                .put(VireoFlowList.PROTO, protocol)
                .put(VireoFlowList.SHOW_EVICTED, withEvicted ? 1 : 0);
        for (int i = 0; i < ends.size(); i++) {
            final byte[] octets = ends.get(i).octets();
            request.put(i == 0 ? VireoFlowList.SOURCE : VireoFlowList.DESTINATION, octets)
                    .put(
                            i == 0 ? VireoFlowList.SOURCE_PORT : VireoFlowList.DESTINATION_PORT,
                            ends.get(i).port());
            if (octets.length > 0) {
                request.put(VireoFlowList.FAMILY, octets.length == IPV4_BYTES ? Family.INET : Family.INET6);
            }
        }
        return request;
    }

    /** Whether a flow is one of them: a router need not have looked at everything. */
    boolean matches(final VireoFlowList flow) {
        return (vrf == VireoFlowList.NONE || vrf == flow.value(VireoFlowList.VRF))
                && (protocol == VireoFlowList.NONE || protocol == flow.value(VireoFlowList.PROTO))
                && (endsMatch(0, flow, false) && endsMatch(1, flow, true)
                        || endsMatch(0, flow, true) && endsMatch(1, flow, false));
    }

    private boolean endsMatch(final int index, final VireoFlowList flow, final boolean destination) {
        return index >= ends.size()
                || ends.get(index)
                        .matches(
                                flow.value(destination ? VireoFlowList.DESTINATION : VireoFlowList.SOURCE),
                                flow.value(destination ? VireoFlowList.DESTINATION_PORT : VireoFlowList.SOURCE_PORT));
    }
}
