// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import net.vireo.agent.policy.IpAddress;

/** Something that a decision rests on: when it changes, the flow is to be judged again. */
public sealed interface FlowObject {
    /** An interface. */
    record Vif(int id) implements FlowObject {}

    /** What a next hop stands for in flow keys: changes when an interface with it comes or goes. */
    record KeyNexthop(int id) implements FlowObject {}

    /** The route of an address: changes when any route that covers it does. */
    record Address(int vrf, IpAddress address) implements FlowObject, Comparable<Address> {
        @Override
        public int compareTo(final Address other) {
            final int order = Integer.compare(vrf, other.vrf);
            return order != 0 ? order : address.compareTo(other.address);
        }
    }

    /** The policies of a network. */
    record Network(String name) implements FlowObject {}

    /** The rules of a security group. */
    record Group(int id) implements FlowObject {}

    /** The application policy sets. */
    record Applications() implements FlowObject {}

    /** The mirror of an analyser. */
    record Mirror(String analyser) implements FlowObject {}

    /** The list of link-local services, and the host's addresses. */
    record LinkLocal() implements FlowObject {}
}
