// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

/** Ports of the host that link-local flows leave from. The host must know them as taken, or it would use them itself. */
public interface HostPorts {
    /** No port was to be had. */
    int NONE = -1;

    /** Reserves nothing and says that there is a port: for questions. */
    HostPorts UNRESERVED = new HostPorts() {
        @Override
        public int reserve(final int protocol, final boolean ipv6) {
            return 0;
        }

        @Override
        public void release(final int protocol, final boolean ipv6, final int port) {
            // nothing was taken
        }
    };

    /** Has no port to give: for nodes whose services all know guests by their link-local addresses. */
    HostPorts NO_PORTS = new HostPorts() {
        @Override
        public int reserve(final int protocol, final boolean ipv6) {
            return NONE;
        }

        @Override
        public void release(final int protocol, final boolean ipv6, final int port) {
            // nothing was taken
        }
    };

    /** Takes a port, or {@link #NONE}. */
    int reserve(int protocol, boolean ipv6);

    /** Gives it back. */
    void release(int protocol, boolean ipv6, int port);
}
