// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** Address families as the fields {@code rtr_family} and {@code nhr_family} number them (Linux, sys/socket.h). */
public final class Family {
    public static final int UNSPECIFIED = 0;
    public static final int INET = 2;
    public static final int BRIDGE = 7;
    public static final int INET6 = 10;

    private Family() {}
}
