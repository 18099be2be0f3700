// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

/** Who makes the socket of a vhost-user port. Either side of the protocol may have either role. */
public enum SocketRole {
    /** We make the socket and wait for the other side. */
    SERVER,
    /** The other side makes it; we connect, again and again until it is there. */
    CLIENT;

    /** As written in files and shown by tools: {@code server} or {@code client}. */
    public String text() {
        return this == SERVER ? "server" : "client";
    }
}
