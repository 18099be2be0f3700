// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;

/**
 * What stands in front of every packet between the data plane and the agent, behind an Ethernet header (fact sheet
 * vrouter-dataplane 5.4). Big endian, packed:
 *
 * <pre>
 *   0  interface  u16     6  command parameter u32    18  parameter 3 u32
 *   2  vrf        u16    10  parameter 1       u32    22  parameter 4 u32
 *   4  command    u16    14  parameter 2       u32    26  parameter 5 u8, 3 bytes of padding
 * </pre>
 */
final class AgentHeader {
    static final int LENGTH_BYTES = 30;

    private static final int REST = 8;
    private static final int REST_BYTES = LENGTH_BYTES - REST;

    private AgentHeader() {}

    /** Writes a header with parameters 1 to 5 zero. */
    static void emit(final long at, final int vif, final int vrf, final int command, final int parameter) {
        Memory.putLongBe(at + REST, 0);
        Memory.putLongBe(at + REST + 8, 0);
        Memory.putLongBe(at + REST + REST_BYTES - 8, 0);
        Memory.putLongBe(at, (long) (vif & 0xffff) << 48 | (long) (vrf & 0xffff) << 32 | (long) command << 16);
        Memory.putIntBe(at + 6, parameter);
    }

    static void parameter(final long at, final int number, final int value) {
        Memory.putIntBe(at + 6 + (long) number * Integer.BYTES, value);
    }

    /** Parameter 5, one byte. */
    static void lastParameter(final long at, final int value) {
        Memory.putByte(at + 26, (byte) value);
    }

    static int vif(final long at) {
        return Memory.getShortBe(at) & 0xffff;
    }

    static int vrf(final long at) {
        return Memory.getShortBe(at + 2) & 0xffff;
    }

    static int command(final long at) {
        return Memory.getShortBe(at + 4) & 0xffff;
    }

    /** Parameter 1 to 4. */
    static int parameter(final long at, final int number) {
        return Memory.getIntBe(at + 6 + (long) number * Integer.BYTES);
    }

    static int commandParameter(final long at) {
        return Memory.getIntBe(at + 6);
    }
}
