// SPDX-License-Identifier: Apache-2.0

/**
 * DHCP for IPv6 (RFC 8415): gives each guest the addresses that its configuration names, name servers and domain. There is
 * no pool and no state: the answer follows from the request and the guest's configuration alone.
 */
package net.vireo.agent.service.dhcp6;
