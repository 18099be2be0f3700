// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.apply;

import java.util.List;
import net.vireo.cli.text.Ipv4Prefix;

/**
 * A node as a person describes it: checked, but still in names. Addresses are big-endian integers, MACs the low 48 bits
 * of a long.
 *
 * @param name the node's name
 * @param address its address on the fabric, vhost0's
 * @param fabricDevice the device that reaches the other nodes
 * @param fabricMac the MAC of the fabric and of vhost0
 * @param mtuBytes what the fabric carries, without the Ethernet header
 */
record NodeFile(
        String name,
        int address,
        String fabricDevice,
        long fabricMac,
        int mtuBytes,
        List<Network> networks,
        List<Peer> peers,
        List<Guest> interfaces,
        List<RemoteRoute> routes) {

    /** A virtual network: a name for a VRF. */
    record Network(String name, int vrf) {}

    /** Another node. */
    record Peer(String name, int address) {}

    /**
     * A guest's interface.
     *
     * @param device the TAP or veth end that carries it
     * @param label the MPLS label that other nodes put on packets for it
     */
    record Guest(String name, String device, Network network, int address, long mac, int label) {}

    /**
     * What lies behind another node.
     *
     * @param via the node's fabric address
     * @param viaName its name, or its address as text when it has none
     * @param label what that node expects on the packets
     */
    record RemoteRoute(Network network, Ipv4Prefix prefix, int via, String viaName, int label) {}
}
