// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dhcp;

import java.nio.charset.StandardCharsets;
import net.vireo.agent.service.Bytes;
import net.vireo.packet.Ipv4Address;

/**
 * The fields of the fixed header that tell a guest from where to boot (RFC 2131 2), made from the options that say the same:
 * firmware reads the ones, other clients the others.
 *
 * @param address siaddr: the boot server, when its name is an address; 0 otherwise
 * @param name sname, empty when the name is too long for the field
 * @param file empty when it is too long for the field
 */
record BootServer(int address, Bytes name, Bytes file) {
    static BootServer of(final OptionFields options) {
        final Bytes name = options.find(DhcpCode.TFTP_SERVER_NAME).orElse(Bytes.EMPTY);
        final Bytes file = options.find(DhcpCode.BOOTFILE_NAME).orElse(Bytes.EMPTY);
        return new BootServer(
                address(name), fitting(name, DhcpMessage.SNAME_BYTES), fitting(file, DhcpMessage.FILE_BYTES));
    }

    /** The fields end with a zero. */
    private static Bytes fitting(final Bytes text, final int fieldBytes) {
        return text.size() < fieldBytes ? text : Bytes.EMPTY;
    }

    private static int address(final Bytes name) {
        try {
            return Ipv4Address.parse(new String(name.toArray(), StandardCharsets.UTF_8));
        } catch (final IllegalArgumentException itIsAName) {
            return 0;
        }
    }
}
