// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

/** Keys and requests for tests. */
final class TestFlows {
    private TestFlows() {}

    /** A key for each number; every other one is IPv6. */
    static void key(final FlowKeys keys, final int row, final int number) {
        if (number % 2 == 0) {
            keys.ipv4(row, 7, 17, number, 53, 0x0a000000 + number, 0x0a000001);
        } else {
            keys.ipv6(row, 7, 17, number, 53, 0xfd00_0000_0000_0000L, number, 0xfd00_0000_0000_0000L, 1);
        }
    }

    /** Deletes the flow of the key in row 0. */
    static FlowRequest delete(final int index, final int generation, final FlowKeys keys) {
        return new FlowRequest(index, generation, keys, FlowTable.NONE, false, FlowSetting.DELETE);
    }

    /** Forwards the flow of the key in row 0. */
    static FlowRequest forward(final int index, final int generation, final FlowKeys keys, final int reverse) {
        return new FlowRequest(index, generation, keys, reverse, false, FlowSetting.forward(3, 9));
    }
}
