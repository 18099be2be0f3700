// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import net.vireo.port.pcap.PcapWriter;

/**
 * A capture file with one packet for each of many flows of a guest: UDP over IPv4 to the router, {@value #FRAME_BYTES}
 * bytes, flows that differ in destination and ports.
 */
final class FlowFile {
    static final int FRAME_BYTES = 64;

    private static final int ADDRESSES = 64;
    private static final int PORTS = 50_000;
    private static final int FIRST_PORT = 1024;
    private static final int DESTINATION_PORT = 2000;
    private static final int IP_AT = 14;
    private static final int UDP_AT = 34;

    private FlowFile() {}

    /**
     * Writes one.
     *
     * @param network of the destinations, 16 bits long
     * @param first the number of the first flow; flows of other numbers are others
     */
    static void write(final Path file, final int network, final int first, final int flows) {
        try (PcapWriter writer = PcapWriter.create(file)) {
            final byte[] frame = new byte[FRAME_BYTES];
            for (int flow = first; flow < first + flows; flow++) {
                fill(frame, network, flow);
                writer.write(0, frame);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void fill(final byte[] frame, final int network, final int flow) {
        final ByteBuffer bytes = ByteBuffer.wrap(frame);
        bytes.put(octets(Underlay.ROUTER_MAC)).put(octets(PeerGuests.mac(0))).putShort((short) 0x0800);
        bytes.putShort((short) 0x4500).putShort((short) (FRAME_BYTES - IP_AT));
        bytes.putInt(0x0000_4000).put((byte) 64).put((byte) 17).putShort((short) 0);
        bytes.putInt(Underlay.GUEST_ADDRESS).putInt(network + 1 + flow % ADDRESSES);
        int sum = 0;
        for (int at = IP_AT; at < UDP_AT; at += 2) {
            sum += bytes.getShort(at) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        bytes.putShort(IP_AT + 10, (short) ~((sum & 0xffff) + (sum >>> 16)));
        final int ports = flow / ADDRESSES;
        bytes.putShort((short) (FIRST_PORT + ports % PORTS)).putShort((short) (DESTINATION_PORT + ports / PORTS));
        bytes.putShort((short) (FRAME_BYTES - UDP_AT)).putShort((short) 0);
    }

    private static byte[] octets(final String mac) {
        return HexFormat.ofDelimiter(":").parseHex(mac);
    }
}
