// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.pcap;

/**
 * The classic capture file (pcap-savefile(5)).
 *
 * <pre>
 *  file header, 24 bytes                      record header, 16 bytes
 *   0  magic           u32                     0  seconds since 1970        u32
 *   4  major, minor    u16, u16 (2, 4)         4  micro- or nanoseconds     u32
 *   8  reserved        u32, u32                8  captured length           u32
 *  16  snap length     u32                    12  length on the wire        u32
 *  20  link type       u32 (low 16 bits)          then the captured bytes
 * </pre>
 */
final class PcapFormat {
    static final int MAGIC_MICROSECONDS = 0xa1b2c3d4;
    static final int MAGIC_NANOSECONDS = 0xa1b23c4d;
    static final int MAJOR = 2;
    static final int MINOR = 4;
    static final int LINK_TYPE_ETHERNET = 1;
    static final int LINK_TYPE_MASK = 0xffff;
    static final int FILE_HEADER_BYTES = 24;
    static final int RECORD_HEADER_BYTES = 16;
    /** The longest record that libpcap accepts for Ethernet (MAXIMUM_SNAPLEN). */
    static final int MAX_SNAP_LENGTH_BYTES = 262_144;

    static final long NANOS_PER_SECOND = 1_000_000_000L;

    private PcapFormat() {}
}
