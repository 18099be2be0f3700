// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.nio.file.Path;

/**
 * A switch between one guest and a link of the kernel's, in a network namespace of its own: {@link #NEAR_LINK} is the
 * switch's end of a veth, {@link #FAR_LINK} the other, in the same namespace.
 */
interface FabricSwitch extends PeerSwitch {
    String NEAR_LINK = "fabric0";
    String FAR_LINK = "far0";
    String NEAR_MAC = "52:54:00:aa:00:01";
    String FAR_MAC = "52:54:00:aa:00:02";

    /** Room for a tunnel's headers around a guest's longest frame. */
    int MTU_BYTES = 1600;

    /**
     * Makes the veth and executes what follows. No IPv6: the kernel would talk on the link.
     *
     * <p>A pair's two ends have one queue each, for one CPU forwards.
     */
    String WIRED = "sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1"
            + " && ip link add " + NEAR_LINK + " address " + NEAR_MAC + " mtu " + MTU_BYTES
            + " numtxqueues 1 numrxqueues 1 type veth peer name " + FAR_LINK + " address " + FAR_MAC + " mtu "
            + MTU_BYTES
            + " numtxqueues 1 numrxqueues 1"
            + " && ip link set " + NEAR_LINK + " up && ip link set " + FAR_LINK + " up && exec \"$@\"";

    /** The file of the namespace; once it is started. */
    Path space();

    /** How many bytes the switch puts around a guest's frame on the link. */
    int overheadBytes();
}
