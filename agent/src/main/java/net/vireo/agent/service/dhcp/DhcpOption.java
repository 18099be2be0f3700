// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dhcp;

import java.util.Set;
import net.vireo.agent.service.Bytes;

/**
 * A configured option.
 *
 * @param code 1 to 254
 * @param value without code and length; may be longer than 255 bytes (RFC 3396)
 */
public record DhcpOption(int code, Bytes value) {
    /** What the exchange itself decides: a configured value would break it. */
    private static final Set<Integer> OWN = Set.of(
            DhcpCode.REQUESTED_ADDRESS,
            DhcpCode.OVERLOAD,
            DhcpCode.MESSAGE_TYPE,
            DhcpCode.SERVER_IDENTIFIER,
            DhcpCode.PARAMETER_REQUEST_LIST,
            DhcpCode.MAX_MESSAGE_SIZE,
            DhcpCode.CLIENT_IDENTIFIER,
            DhcpCode.RELAY_AGENT_INFORMATION);

    public DhcpOption {
        if (code <= DhcpCode.PAD || code >= DhcpCode.END) {
            throw new IllegalArgumentException("DHCP option " + code + ": codes are 1 to 254");
        }
        if (OWN.contains(code)) {
            throw new IllegalArgumentException(
                    "DHCP option " + code + " cannot be configured: the server sets it itself");
        }
    }

    /**
     * An option as the configuration writes it.
     *
     * @param name ISC's name, such as {@code interface-mtu}, or the code in decimal
     * @param text the value in the option's own form: addresses, numbers, text, routes as {@code 10.1.0.0/16 10.0.0.1}; of a
     *     code without a name, text
     * @throws IllegalArgumentException with the name, and what was expected
     */
    public static DhcpOption ofText(final String name, final String text) {
        final int code = OptionNames.code(name);
        return of(name, code, OptionNames.format(code), text);
    }

    /**
     * An option whose value is given byte by byte.
     *
     * @param name as {@link #ofText}
     * @param octets decimal, separated by spaces: {@code 10 0 0 1}
     * @throws IllegalArgumentException with the name, and what was expected
     */
    public static DhcpOption ofOctets(final String name, final String octets) {
        return of(name, OptionNames.code(name), OptionFormat.BYTES, octets);
    }

    private static DhcpOption of(final String name, final int code, final OptionFormat format, final String text) {
        try {
            return new DhcpOption(code, format.encode(text));
        } catch (final IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "DHCP option " + name + ", value \"" + text + "\": " + wrong.getMessage(), wrong);
        }
    }
}
