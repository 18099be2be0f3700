// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

/**
 * Connections that share one flow: their key leaves the other end's port out, and if wanted an address (sheets
 * vrouter-dataplane 1.7 and control-plane 5.4, {@code ProtocolType}).
 *
 * @param protocol by its number
 * @param port of the service; 0 for all ports, and for protocols without ports
 * @param ignore which address is left out, as the guest sees it
 */
public record FatFlow(int protocol, int port, Ignore ignore) {
    private static final int DATA_SHIFT = 24;
    private static final int PROTOCOL_SHIFT = 16;
    private static final int PORTS_ONLY = 3;

    /** Which address is left out. */
    public enum Ignore {
        NONE(PORTS_ONLY),
        SOURCE(1),
        DESTINATION(2);

        private final int data;

        Ignore(final int data) {
            this.data = data;
        }
    }

    /** The rule as the control socket has it. */
    public int rule() {
        final int data = ignore.data << DATA_SHIFT;
        return hasPorts() ? data | protocol << PROTOCOL_SHIFT | port : data | protocol;
    }

    private boolean hasPorts() {
        return protocol == 6 || protocol == 17 || protocol == 132;
    }
}
