// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

/**
 * Where frames with one VLAN tag of a service interface belong (fact sheet vrouter-dataplane 1.1). Immutable.
 *
 * @param vrf the VRF that they are looked up in
 * @param nexthopId the next hop that their flow keys use
 */
public record VlanAssignment(int vrf, int nexthopId) {}
