// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** One message off the wire: its headers and its payload. Immutable by agreement: the payload is not copied. */
public final class NetlinkMessage {
    private final NetlinkHeader header;
    private final byte[] payload;

    NetlinkMessage(final NetlinkHeader header, final byte[] payload) {
        this.header = header;
        this.payload = payload;
    }

    /** Its headers. */
    public NetlinkHeader header() {
        return header;
    }

    /** The bytes behind the headers: objects, see {@link ObjectReader}. Not to be written to. */
    public byte[] payload() {
        return payload;
    }
}
